import type { TestCase } from '@playwright/test/reporter';
import path from 'node:path';
import { systems } from '../../env/systems/index.ts';
import { withoutHidden } from './calls.ts';
import { caseIdsOf } from './plan-coverage.ts';

type Annotations = TestCase['annotations'];

/** A folder that is no system's goes by its own name. */
const titleOf = (folder: string): string =>
  Object.entries(systems).find(([name]) => name === folder)?.[1].title ?? folder;

/** What does not answer after a deploy blocks everything; what must pass for a release is critical. */
export function severityOf(tags: readonly string[]): string {
  if (tags.includes('@smoke')) return 'blocker';
  return tags.includes('@critical') ? 'critical' : 'normal';
}

/**
 * Where a test belongs, as Allure reads it from annotations: `specs/<system>/<resource>/…spec.ts`, the describe title
 * `METHOD /path` as story, severity by its tags, and the plan's cases as tags.
 */
export function labelsOf(test: TestCase): Annotations {
  const resource = path.dirname(test.location.file);
  const labels: [string, string][] = [
    ['epic', titleOf(path.basename(path.dirname(resource)))],
    ['feature', path.basename(resource)],
    ['story', test.parent.title],
    ['severity', severityOf(test.tags)],
    ...caseIdsOf(test).map((id): [string, string] => ['tag', id]),
  ];
  return labels.map(([name, description]) => ({ type: `allure.label.${name}`, description }));
}

/** Annotations that Allure shows as steps although they say what labels say. */
export const withoutLabelled = (annotations: Annotations): Annotations =>
  withoutHidden(annotations).filter(({ type }) => type !== 'plan');

/** The name in the report: the plan's cases come first, so that searching for one finds its tests. */
export const nameOf = (test: TestCase): string => [caseIdsOf(test).join(' '), test.title].filter(Boolean).join(' · ');
