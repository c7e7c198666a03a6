import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';
import { expand } from 'dotenv-expand';
import { environments, type Arrangement, type Environment, type EnvironmentName } from './environments.ts';
import { isGranted } from './grant.ts';
import { refusal } from './refusal.ts';
import { Reader, type Origin } from './settings.ts';
import type { Effect, Offer } from './tags.ts';
import { systemSettings, type SystemName, type SystemSettings } from './systems/index.ts';

export interface LoadedEnvironment {
  readonly name: EnvironmentName;
  /** As the environment has them, less what an emulator that it runs on does not keep. */
  readonly offers: readonly Offer[];
  /** As the environment has it; `TEST_ARRANGE=api` keeps a run from planting anything. */
  readonly arranges: Arrangement;
  /** Whether a run looks at its surroundings first; `TEST_PREFLIGHT=no` lets it go ahead. */
  readonly preflight: boolean;
  /** Model calls that the run may cause: the environment's, unless `TEST_MODEL_CALLS` says less or more. */
  readonly modelCalls: number;
  /** Effects permitted in this run, grant included. */
  readonly permits: readonly Effect[];
  /** The systems that run. */
  readonly systems: readonly SystemName[];
  readonly settings: SystemSettings;
  /** Where the APIs of these systems answer, without credentials. */
  readonly baseUrls: readonly string[];
  /** Values that must not appear in any artefact. */
  readonly secrets: readonly string[];
}

/** Where a run takes its values from: the shell's variables win over the file's. */
export interface EnvironmentSource {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
}

const isEnvironmentName = (name: string): name is EnvironmentName => Object.hasOwn(environments, name);

/** The environment that `TEST_ENV` names, `local` when it is not set. Throws when there is none of this name. */
export function environmentName(variables: EnvironmentSource['variables'] = process.env): EnvironmentName {
  const name = variables['TEST_ENV'] || 'local';
  if (isEnvironmentName(name)) return name;
  throw refusal(`TEST_ENV=${name} is not known: env/environments.ts lists ${Object.keys(environments).join(', ')}`);
}

function runningSystems(name: string, { systems }: Environment, chosen: readonly string[]): readonly SystemName[] {
  if (chosen.length === 0) return systems;
  const foreign = chosen.filter((system) => !systems.some((hosted) => hosted === system));
  if (foreign.length === 0) return systems.filter((system) => chosen.includes(system));
  throw refusal(`${name} does not host ${foreign.join(', ')} (env/environments.ts): it hosts ${systems.join(', ')}`);
}

/** Names in an env file whose value ends at a # that stands right behind or before another character: no comment looks so. */
const cutNames = (text: string): string[] =>
  text.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*([^\s'"`].*)$/.exec(line) ?? [];
    return /^[^#]*[^\s#]#|^#\S/.test(value) ? [name] : [];
  });

function readValues(
  file: string,
  variables: EnvironmentSource['variables'],
): { values: Record<string, string | undefined>; origin: Origin } {
  const shell = Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  // Only ${NAME} is a reference: a plain $ is part of many a password, and dotenv-expand would cut it out with what follows.
  const entries = Object.entries(parse(text));
  const parsed = Object.fromEntries(entries.map(([name, value]) => [name, value.replaceAll(/\$(?!\{)/g, '\\$')]));
  // dotenv-expand lets `processEnv` win over the file and resolves ${NAME} against both.
  const expanded = expand({ parsed, processEnv: { ...shell } }).parsed ?? {};
  const names = new Set(Object.keys(shell));
  const cut = new Set(cutNames(text).filter((name) => !names.has(name)));
  return { values: { ...expanded, ...shell }, origin: { shell: names, cut } };
}

/** Throws when the ports of the sandbox are none: every URL of the file is made of them. */
function checkPorts(ports: string | undefined): void {
  if (ports === undefined || /^(1[1-9]|[2-9]\d)$/.test(ports)) return;
  throw refusal(
    `SANDBOX_PORTS=${ports} is not usable: give the first two digits of the sandbox's ports, 11 to 99 (46 stands for 4600 to 4699)`,
  );
}

/** Where to mend what is wrong. */
function hintFor(name: EnvironmentName, file: string, read: Reader): string {
  if (read.blamesShell) return 'mend what the shell sets';
  return existsSync(file) ? `edit env/${name}.env` : `copy env/${name}.env.example to env/${name}.env and edit it`;
}

/**
 * The environment that `TEST_ENV` names, with the values of the systems that run: those that `TEST_SYSTEMS` names
 * (`env/selection.ts`), or all that it hosts.
 * Throws one Error that lists every missing or malformed value and says where to mend it.
 */
export function loadEnvironment(
  source: EnvironmentSource = { variables: process.env, directory: import.meta.dirname },
  chosen: readonly string[] = (source.variables['TEST_SYSTEMS'] ?? '').split(',').filter(Boolean),
  now: number = Date.now(),
): LoadedEnvironment {
  const name = environmentName(source.variables);
  const environment: Environment = environments[name];
  const file = path.join(source.directory, `${name}.env`);
  const { values, origin } = readValues(file, source.variables);
  if (name === 'local') checkPorts(values['SANDBOX_PORTS']);
  const systems = runningSystems(name, environment, chosen);
  const read = new Reader(values, origin);
  const settings = systemSettings(systems, environment.offers, read);
  const granted = isGranted(read, source.variables['TEST_WRITE_GRANT'], name, now);
  const arranges = values['TEST_ARRANGE'] || environment.arranges;
  if (arranges !== 'api' && arranges !== environment.arranges) {
    read.problem('TEST_ARRANGE', `=${arranges} is not permitted here: it can only be api`);
  }
  const preflight = read.flag('TEST_PREFLIGHT', 'whether a run looks at its surroundings first', 'yes');
  const modelCalls = read.numberOr('TEST_MODEL_CALLS', 'model calls that a run may cause', environment.modelCalls);
  if (read.problems.length > 0) {
    const alone = systems.length > 1 && !read.blamesShell ? ', or run one of its systems alone with --project' : '';
    const list = read.problems.map((text) => `  - ${text}`).join('\n');
    throw refusal(`Environment ${name} is not complete; ${hintFor(name, file, read)}${alone}:\n${list}`);
  }
  return {
    name,
    offers: environment.offers.filter((offer) => !read.lacking.includes(offer)),
    arranges: arranges === 'api' ? 'api' : environment.arranges,
    modelCalls: Math.floor(modelCalls / Number(source.variables['TEST_SHARES'] || '1')),
    preflight: preflight && name !== 'local',
    permits: [...environment.permits, ...(granted ? environment.permitsByGrant : [])],
    systems,
    settings,
    baseUrls: read.baseUrls,
    secrets: read.secrets,
  };
}
