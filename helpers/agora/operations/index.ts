import { runOperations } from './runs.ts';
import { serviceOperations } from './service.ts';
import { stateOperations } from './states.ts';
import { threadOperations } from './threads.ts';

/** Every operation of the LangGraph server that the suite calls; its streams are declared in `streams.ts`. */
export const operations = { ...serviceOperations, ...threadOperations, ...stateOperations, ...runOperations };
