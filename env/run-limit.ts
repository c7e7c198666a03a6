import { refusal } from './refusal.ts';

const usual = '120';

/** How long a run may take: `TEST_RUN_LIMIT_MINUTES`, two hours unless given. Milliseconds. */
export function runLimit(variables: Readonly<Record<string, string | undefined>> = process.env): number {
  const text = variables['TEST_RUN_LIMIT_MINUTES'] || usual;
  const minutes = Number(text);
  if (minutes > 0 && minutes <= 24 * 60) return minutes * 60_000;
  throw refusal(`TEST_RUN_LIMIT_MINUTES=${text} is no number of minutes above 0 and up to a day`);
}
