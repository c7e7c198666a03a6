import type { KnownIssue } from '../env/known-issues.ts';

interface TestFacts {
  /** Project of the test. */
  readonly system: string;
  /** The test's own title, and the same after its describes: `POST /admin/books › refuses an empty title`. */
  readonly title: string;
  readonly fullTitle?: string;
  readonly caseIds: readonly string[];
  readonly environment: string;
}

/** The entry that QA listed for this test of a system in this environment, if any. */
export const knownIssueOf = (issues: readonly KnownIssue[], facts: TestFacts): KnownIssue | undefined =>
  issues.find(
    ({ system, test, environment }) =>
      system === facts.system &&
      environment === facts.environment &&
      [facts.title, facts.fullTitle, ...facts.caseIds].includes(test),
  );

/**
 * Whether a test with a known issue ended as listed: only its body failed, and each of its errors says so. Clean-up
 * errors, transport errors and any other message are not the known issue.
 */
export function isKnownFailure(issue: KnownIssue, errors: readonly { message?: string | undefined }[]): boolean {
  return (
    errors.length > 0 &&
    errors.every(({ message = '' }) => issue.message.test(message) && !/TransportError|Clean-up left/.test(message))
  );
}
