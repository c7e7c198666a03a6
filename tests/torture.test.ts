import { expect, test } from '@playwright/test';
import { Bench } from './torture/bench.ts';
import { describe, type Disturbance } from './torture/disturbances.ts';

const rounds: readonly Disturbance[] = [
  { kind: 'kill', whom: 'group', signal: 'SIGKILL' },
  { kind: 'kill', whom: 'main', signal: 'SIGTERM' },
  { kind: 'outage', of: 'database', mode: 'down', when: 'middle' },
];

// `npm run torture -- --rounds 100` is the long form.
test('a run that is killed, or loses what it relies on, harms nobody, ends, and leaves nothing after the sweep', async ({}, testInfo) => {
  test.setTimeout(300_000);
  const bench = await Bench.open(testInfo.outputPath('torture'));
  try {
    for (const disturbance of rounds) {
      const { leaked, harmed, hung, misjudged } = await bench.round(disturbance);
      expect({ leaked, harmed, hung, misjudged }, describe(disturbance)).toEqual({ leaked: 0, harmed: 0, hung: false });
    }
  } finally {
    await bench.close();
  }
});
