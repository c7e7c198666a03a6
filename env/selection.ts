import { environments } from './environments.ts';
import { environmentName } from './loader.ts';
import { refusal } from './refusal.ts';

/** What `--project` names among Playwright's arguments, which it reads in the same way: up to the next option. */
export function projectsIn(args: readonly string[]): string[] {
  const named: string[] = [];
  let open = false;
  for (const argument of args) {
    if (argument.startsWith('--project=')) named.push(argument.slice('--project='.length));
    else if (open && !argument.startsWith('-')) named.push(argument);
    open = argument === '--project' || (open && !argument.startsWith('-'));
  }
  return named;
}

/** As Playwright compares: whatever the case, and `*` stands for any text. */
function matcher(project: string): (system: string) => boolean {
  const pattern = project
    .split('*')
    .map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const regex = new RegExp(`^${pattern}$`, 'i');
  return (system) => regex.test(system);
}

/**
 * Notes for this process and its children, in `TEST_SYSTEMS`, which systems the arguments of a run name; without any,
 * all that the environment hosts run. Throws one line for a project that is no system hosted there.
 */
export function selectSystems(args: readonly string[], variables: NodeJS.ProcessEnv = process.env): void {
  const projects = projectsIn(args);
  // A worker has none, and inherits what the main process noted.
  if (projects.length === 0) return;
  const name = environmentName(variables);
  const hosted: readonly string[] = environments[name].systems;
  const unknown = projects.find((project) => !hosted.some(matcher(project)));
  if (unknown !== undefined) {
    throw refusal(
      `--project=${unknown} names no system that ${name} hosts (env/environments.ts): it hosts ${hosted.join(', ')}`,
    );
  }
  variables['TEST_SYSTEMS'] = hosted.filter((system) => projects.some((project) => matcher(project)(system))).join(',');
}
