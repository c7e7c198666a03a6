import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systems } from '../env/systems/index.ts';
import { caseIdsOf, isCovered, loadPlan, outcomeOf } from '../helpers/reporting/plan-coverage.ts';

const root = path.join(import.meta.dirname, '..');

test('a case counts only when a test with its id ran and passed, and none with it failed', () => {
  expect(outcomeOf([])).toBe('missing');
  expect(outcomeOf(['passed'])).toBe('passed');
  expect(outcomeOf(['passed', 'skipped'])).toBe('passed');
  expect(outcomeOf(['skipped', undefined])).toBe('skipped');
  expect(outcomeOf(['passed', 'failed'])).toBe('failed');
  expect(outcomeOf(['timedOut'])).toBe('failed');
  expect(outcomeOf(['interrupted', 'passed'])).toBe('failed');
});

test('ids are read from plan annotations only', () => {
  const annotations = [
    { type: 'plan', description: 'LLM-1' },
    { type: 'issue', description: 'LLM-2' },
    { type: 'plan' },
    { type: 'plan', description: 'LLM-3' },
  ];
  expect(caseIdsOf({ annotations })).toEqual(['LLM-1', 'LLM-3']);
});

test('a case is covered by a test of its own that passed, or by one of the suite’s', () => {
  const outcomes = ['passed', 'suite', 'failed', 'skipped', 'missing'] as const;
  expect(outcomes.filter((outcome) => isCovered({ outcome }))).toEqual(['passed', 'suite']);
});

for (const system of Object.keys(systems)) {
  test(`every case of ${system} about the suite itself has a test that bears its id`, async () => {
    const { plan, ownTests = {} } = await loadPlan(system);
    for (const [id, file] of Object.entries(ownTests)) {
      expect(Object.keys(plan)).toContain(id);
      expect(readFileSync(path.join(root, file), 'utf8')).toMatch(new RegExp(`test\\([^\\n]*\\(${id}\\)`));
    }
  });
}

test('the gate runs checks, tests, specs with their times, the plan’s coverage and a sample of faults (VA-73)', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const gate = scripts['test'] ?? '';
  for (const part of ['check', 'playwright test -c tests', 'playwright test &&', 'plan-covered', 'detect'])
    expect(gate).toContain(part);
  expect(readFileSync(path.join(root, 'helpers/reporting/reporters.ts'), 'utf8')).toContain("['list']");
});
