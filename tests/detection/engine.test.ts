import { expect, test } from '@playwright/test';
import { Engine } from '../../detection/engine.ts';
import type { Lane } from '../../detection/lane.ts';
import { meetingsOf } from '../../detection/meetings.ts';
import type { Mutant } from '../../detection/mutants/mutant.ts';
import { Trials } from '../../detection/trials.ts';
import { newRunId } from '../../env/run.ts';

const name = 'books.spec.ts › creates a book';
const begun = { test: name, lane: 0, worker: 0 };

/** A lane without a sandbox: nothing is left behind in it, and every test calls one operation unless told otherwise. */
function fakeLane(): { lane: Lane; calls: { operations: string[] } } {
  const calls = { operations: ['createBook 201'] };
  const lane = {
    environment: { settings: {}, secrets: [] },
    touched: () => Promise.resolve({ ...calls, calls: [], tables: ['books insert'], objects: [] }),
  };
  // Only what the engine uses of it.
  return { lane: lane as unknown as Lane, calls };
}

/** An engine that has recorded the test and goes on with one mutant, and how often that is planted just now. */
async function engineWithMutant(
  applied = 1,
  fault: Partial<Mutant> = {},
): Promise<{ engine: Engine; planted: () => number; calls: { operations: string[] } }> {
  const { lane, calls } = fakeLane();
  let planted = 0;
  const engine = new Engine([lane]);
  await engine.expectRun(newRunId());
  await engine.begin(begun);
  await engine.end({ ...begun, status: 'passed', errors: [] });
  const mutant: Mutant = {
    id: 'http:createBook:201:drop:title',
    family: 'http',
    operator: 'drop',
    target: 'createBook',
    operations: ['createBook'],
    description: '',
    suits: () => 1,
    plant: () => {
      planted += 1;
      return Promise.resolve(() => {
        planted -= 1;
        return Promise.resolve({ applied });
      });
    },
    ...fault,
  };
  engine.trials = new Trials([await meetingsOf(mutant, engine.recorded)]);
  return { engine, planted: () => planted, calls };
}

const verdictOf = ({ trials }: Engine): string | undefined => trials?.all[0]?.verdict;

test.describe('the engine', () => {
  test('records what a test touches without a fault', async () => {
    const { engine } = await engineWithMutant();
    expect(engine.recorded.get(name)).toMatchObject({ operations: ['createBook 201'] });
    expect(engine.problems).toEqual([]);
  });

  test('blames a test that is red without a fault', async () => {
    const engine = new Engine([fakeLane().lane]);
    await engine.expectRun(newRunId());
    await engine.begin(begun);
    await engine.end({ ...begun, status: 'failed', errors: ['Error: expect(received)'] });
    expect(engine.problems).toEqual([`${name} is failed without any fault: Error: expect(received)`]);
  });

  test('plants a mutant for the test only, and counts a red test as a kill', async () => {
    const { engine, planted } = await engineWithMutant();
    expect(await engine.begin(begun)).toEqual({ run: true });
    expect(planted()).toBe(1);
    expect(await engine.end({ ...begun, status: 'failed', errors: ['ContractError: no title'] })).toEqual({
      restart: false,
    });
    expect(planted()).toBe(0);
    expect(verdictOf(engine)).toBe('killed');
    expect(await engine.begin(begun)).toEqual({ run: false });
  });

  for (const { why, status, errors, applied, verdict } of [
    { why: 'passes', status: 'passed', errors: [], applied: 1, verdict: 'survived' },
    { why: 'passes and never met it', status: 'passed', errors: [], applied: 0, verdict: 'unreachable' },
    { why: 'only breaks', status: 'failed', errors: ['TypeError: x is undefined'], applied: 1, verdict: 'survived' },
    { why: 'times out', status: 'timedOut', errors: ['Test timeout of 20000ms'], applied: 1, verdict: 'timed out' },
    {
      why: 'waits in vain for an answer that nothing kept from coming',
      status: 'failed',
      errors: ['TransportError: GET / got no answer: Timeout 3000ms exceeded.'],
      applied: 1,
      verdict: 'timed out',
    },
  ]) {
    test(`a mutant whose only test ${why} is ${verdict}`, async () => {
      const { engine, planted } = await engineWithMutant(applied);
      await engine.begin(begun);
      const { restart } = await engine.end({ ...begun, status, errors });
      expect(restart).toBe(status === 'timedOut');
      expect(verdictOf(engine)).toBe(verdict);
      expect(planted()).toBe(0);
    });
  }

  test('a call that is given up notices a fault that keeps the answer from coming', async () => {
    const { engine } = await engineWithMutant(1, { silences: true });
    await engine.begin(begun);
    const errors = ['TransportError: GET / got no answer: Timeout 3000ms exceeded.'];
    await engine.end({ ...begun, status: 'failed', errors });
    expect(verdictOf(engine)).toBe('killed');
  });

  test('a red test that met no change is no kill, and is told', async () => {
    const { engine } = await engineWithMutant(0);
    await engine.begin(begun);
    await engine.end({ ...begun, status: 'failed', errors: ['Error: expect(received)'] });
    expect(verdictOf(engine)).toBe('unreachable');
    expect(engine.doubts).toEqual([expect.stringContaining('although http:createBook:201:drop:title changed nothing')]);
  });

  test('a red test is neither kill nor doubt where the change cannot always be counted', async () => {
    const { engine } = await engineWithMutant(0, { uncounted: true });
    await engine.begin(begun);
    await engine.end({ ...begun, status: 'failed', errors: ['Error: expect(received)'] });
    expect(verdictOf(engine)).toBe('unreachable');
    expect(engine.doubts).toEqual([]);
  });

  test('takes a mutant out when the worker died under it', async () => {
    const { engine, planted } = await engineWithMutant();
    await engine.begin(begun);
    await engine.begin({ ...begun, worker: 1 });
    expect(planted()).toBe(0);
    expect(verdictOf(engine)).toBe('timed out');
  });

  test('takes a mutant out and judges nothing when the run is stopped', async () => {
    const { engine, planted } = await engineWithMutant();
    await engine.begin(begun);
    await engine.end({ ...begun, status: 'interrupted', errors: [] });
    expect(planted()).toBe(0);
    expect(verdictOf(engine)).toBeUndefined();
    await engine.begin(begun);
    await engine.close();
    expect(planted()).toBe(0);
  });

  test('does not believe a test that calls nothing in a worker where a test failed', async () => {
    const { engine, calls } = await engineWithMutant();
    const [first] = engine.trials?.all ?? [];
    if (!first) throw new Error('the engine has no mutant');
    const both = [first.mutant, { ...first.mutant, id: 'another' }];
    engine.trials = new Trials(await Promise.all(both.map((mutant) => meetingsOf(mutant, engine.recorded))));
    await engine.begin(begun);
    await engine.end({ ...begun, status: 'failed', errors: ['TypeError: x is undefined'] });
    calls.operations = [];
    await engine.begin(begun);
    expect(await engine.end({ ...begun, status: 'passed', errors: [] })).toEqual({ restart: true });
    expect(engine.trials.all.map(({ verdict }) => verdict)).toEqual(['survived', undefined]);
  });

  test('spares a test that creates what others share, but not for ever', async () => {
    const { engine, planted } = await engineWithMutant();
    engine.sharing.add(name);
    for (const time of [1, 2]) {
      expect(await engine.begin(begun), `time ${String(time)}`).toEqual({ run: true });
      expect(planted()).toBe(0);
      await engine.end({ ...begun, status: 'passed', errors: [] });
      expect(verdictOf(engine)).toBeUndefined();
    }
    await engine.begin(begun);
    expect(planted()).toBe(1);
    await engine.end({ ...begun, status: 'failed', errors: ['Error: expect(received)'] });
    expect(verdictOf(engine)).toBe('killed');
  });

  test('refuses the end of a test that it did not begin', async () => {
    const { engine } = await engineWithMutant();
    await expect(engine.end({ ...begun, status: 'passed', errors: [] })).rejects.toThrow('runs another test');
  });
});
