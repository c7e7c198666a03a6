import type { TestInfo } from '@playwright/test';
import type { LoadedEnvironment } from '../../env/loader.ts';

/** Reporters that store Playwright's own steps, whose transport errors hold headers and signed URLs. */
const storesSteps = /html|blob|allure/;
const redaction = /redaction\.ts$/;

/**
 * Why the artefacts of this run could hold a secret, one sentence each: Playwright records its own call log, which only
 * the redaction reporter blanks. Of no concern where the values are public, as in the sandbox.
 */
export function unsafeArtefacts({ config, project }: TestInfo, environment: LoadedEnvironment): string[] {
  if (environment.name === 'local') return [];
  const names = config.reporter.map(([name]) => name);
  const firstThatStores = names.findIndex((name) => storesSteps.test(name));
  const redacts = names.findIndex((name) => redaction.test(name));
  const { trace } = project.use;
  return [
    ...(firstThatStores >= 0 && (redacts < 0 || redacts > firstThatStores)
      ? ['--reporter replaces the redaction reporter: use --add-reporter instead']
      : []),
    ...(trace !== undefined && trace !== 'off'
      ? ['a trace holds every header in clear text: run without --trace']
      : []),
  ];
}
