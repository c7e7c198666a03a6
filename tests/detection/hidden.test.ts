import { expect, test } from '@playwright/test';
import { Engine } from '../../detection/engine.ts';
import { httpMutants } from '../../detection/http/mutants.ts';
import type { Lane } from '../../detection/lane.ts';
import { meetingsOf } from '../../detection/meetings.ts';
import { hiddenMutants } from '../../detection/mutants/hidden.ts';
import type { LaneParts, Mutant } from '../../detection/mutants/mutant.ts';
import type { Touched } from '../../detection/recording/activity.ts';
import { detectable } from '../../detection/systems/index.ts';
import { learnlikemagic } from '../../detection/systems/learnlikemagic.ts';
import { Trials } from '../../detection/trials.ts';
import { newRunId } from '../../env/run.ts';
import { rules } from '../../sandbox/mutants/learnlikemagic/index.ts';

const touched: Touched = { operations: ['deleteBook 204'], tables: [], objects: [], duration: 1 };
const lane = {} as LaneParts;

/** A mutant that notes when it is planted and taken out. */
function noting(id: string, log: string[], applied: number, part: Partial<Mutant> = {}): Mutant {
  return {
    ...{ id, family: 'rule', operator: id, target: id, operations: [], description: `${id}.`, suits: () => 2 },
    plant() {
      log.push(`plant ${id}`);
      return Promise.resolve(() => {
        log.push(`take out ${id}`);
        return Promise.resolve({ applied });
      });
    },
    ...part,
  };
}

function pair(log: string[], visible: Partial<Mutant> = {}, applied = 3): Mutant {
  const mutants = [
    noting('http:seen', log, 1, { operations: ['deleteBook'], ...visible }),
    noting('rule:kept', log, applied),
  ];
  const [made] = hiddenMutants([{ visible: 'http:seen', hidden: 'rule:kept', shows: /\bobjects?\b/ }], mutants);
  if (!made) throw new Error('no mutant was made of the pair');
  return made;
}

test.describe('a hidden fault', () => {
  test('is planted with the one before it, and was met only when both were', async () => {
    const log: string[] = [];
    const takeOut = await pair(log).plant(lane);
    expect(await takeOut()).toEqual({ applied: 1 });
    expect(log).toEqual(['plant rule:kept', 'plant http:seen', 'take out http:seen', 'take out rule:kept']);
    const unmet = await pair([], {}, 0).plant(lane);
    expect(await unmet()).toEqual({ applied: 0 });
  });

  test('has the operations of the visible one, and a name and a description of both', () => {
    expect(pair([])).toMatchObject({
      id: 'hidden:http:seen+rule:kept',
      family: 'hidden',
      operations: ['deleteBook'],
      target: 'rule:kept',
      description: 'http:seen.; behind it: rule:kept.',
    });
  });

  test('suits a test that can meet both', async () => {
    expect(pair([]).suits(touched)).toBe(2);
    expect(pair([], { suits: () => 0 }).suits(touched)).toBe(0);
    const recording = { ...touched, calls: [] };
    expect(await pair([]).wouldChange?.(recording)).toBe(true);
    expect(await pair([], { wouldChange: () => Promise.resolve(false) }).wouldChange?.(recording)).toBe(false);
  });

  test('cannot be made of what there is not', () => {
    const unknown = { visible: 'http:nothing', hidden: 'rule:kept', shows: /x/ };
    expect(() => hiddenMutants([unknown], [])).toThrow('names a mutant that there is not: http:nothing');
  });
});

test.describe('the engine, with a hidden fault', () => {
  const begun = { test: 'books.spec.ts › deletes a book', lane: 0, worker: 0 };
  const answer =
    'ContractError: DELETE /admin/books/{book_id} answered 200, expected 204\n\nthe objects of the exchange';

  for (const { what, errors, verdict, result } of [
    { what: 'only the visible one', errors: [answer], verdict: 'survived', result: 'blinded' },
    { what: 'both', errors: [answer, 'Error: objects\n\nexpect(received)'], verdict: 'killed', result: 'red' },
    { what: 'the hidden one', errors: ['objects under books/x/:\n- Expected'], verdict: 'killed', result: 'red' },
    {
      what: 'another thing, in whose details the word is',
      errors: ['Error: the answer\n\nReceived: an object'],
      verdict: 'survived',
      result: 'blinded',
    },
    { what: 'nothing that counts', errors: ['TypeError: objects'], verdict: 'survived', result: 'crashed' },
  ]) {
    test(`counts a test that names ${what} as ${result}`, async () => {
      const fake = {
        environment: { settings: {}, secrets: [] },
        touched: () => Promise.resolve({ ...touched, calls: [] }),
        snapshotRows: () => Promise.resolve(() => Promise.resolve()),
      };
      // Only what the engine uses of it.
      const engine = new Engine([fake as unknown as Lane]);
      await engine.expectRun(newRunId());
      await engine.begin(begun);
      await engine.end({ ...begun, status: 'passed', errors: [] });
      engine.trials = new Trials([await meetingsOf(pair([]), engine.recorded)]);
      await engine.begin(begun);
      await engine.end({ ...begun, status: 'failed', errors });
      expect(engine.trials.all[0]).toMatchObject({ verdict, outcomes: [{ result, applied: 1 }] });
    });
  }
});

for (const { name, hidden: pairs, operations } of detectable) {
  test.describe(`the hidden faults of ${name}`, () => {
    const http = new Map(httpMutants(operations, { all: false, seed: 1 }).map((mutant) => [mutant.id, mutant]));

    test('stand behind a fault of the answer that every run plants, each pair once', () => {
      expect(pairs.filter(({ visible }) => !http.has(visible))).toEqual([]);
      const ids = pairs.map(({ visible, hidden }) => `${visible}+${hidden}`);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('are not named by what the client says of the visible one', () => {
      for (const { visible, hidden, shows } of pairs) {
        const [operation = ''] = http.get(visible)?.operations ?? [];
        const { method = '', path = '' } = operations[operation] ?? {};
        for (const said of ['answered 200, expected 204', 'answered 200 with a body that breaks its schema:']) {
          expect(`ContractError: ${method} ${path} ${said}`, `${hidden} behind ${visible}`).not.toMatch(shows);
        }
      }
    });
  });
}

test('the hidden faults of LearnLikeMagic are rules of its sandbox where they are rules', () => {
  const known = new Set(rules.map(({ name }) => `rule:${name}`));
  const meant = learnlikemagic.hidden.map(({ hidden }) => hidden).filter((id) => id.startsWith('rule:'));
  expect(meant.filter((id) => !known.has(id))).toEqual([]);
});
