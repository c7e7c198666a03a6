import { execFileSync } from 'node:child_process';

/** The commit of this suite, `unknown` where there is no git. */
export function commit(variables: NodeJS.ProcessEnv = process.env): string {
  if (variables['GITHUB_SHA']) return variables['GITHUB_SHA'];
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

/** What draws the sandbox's variations: data, model and dialect. */
export const seeds = (variables: NodeJS.ProcessEnv = process.env): string =>
  `${variables['SANDBOX_SEED'] || '0'}, dialect ${variables['SANDBOX_DIALECT'] || '0'}`;
