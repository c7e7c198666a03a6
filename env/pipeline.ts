import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentName } from './loader.ts';
import { refusal } from './refusal.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Whether nobody is there to be asked: every pipeline sets `CI`. */
export const isPipeline = (variables: Variables = process.env): boolean => Boolean(variables['CI']);

/** The file to which GitHub takes a job's summary; undefined elsewhere. */
export const jobSummaryFile = (variables: Variables = process.env): string | undefined =>
  variables['GITHUB_STEP_SUMMARY'] || undefined;

/**
 * Writes the env file of `TEST_ENV` from `TEST_ENV_FILE`, one secret of the pipeline's environment that holds the whole
 * file, readable by its owner only. Returns its name; throws one line when there is nothing to write.
 */
export function writeEnvFile(variables: Variables = process.env, directory: string = import.meta.dirname): string {
  const name = environmentName(variables);
  const content = variables['TEST_ENV_FILE'];
  if (name === 'local') throw refusal('TEST_ENV names no environment: local needs no file of a pipeline');
  if (!content) throw refusal(`TEST_ENV_FILE is empty: the pipeline's environment ${name} needs a secret of this name`);
  const file = path.join(directory, `${name}.env`);
  writeFileSync(file, content, { mode: 0o600 });
  // The mode counts for a new file only.
  chmodSync(file, 0o600);
  return `env/${name}.env`;
}
