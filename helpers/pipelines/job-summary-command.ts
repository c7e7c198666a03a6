import { writeJobSummary } from './job-summary.ts';

writeJobSummary();
