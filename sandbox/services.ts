import type { ControlState, Rules } from './control.ts';
import type { LearnLikeMagicOptions } from './learnlikemagic/index.ts';
import type { Mutants } from './mutants/index.ts';
import { connectionUrl, startPostgres } from './postgres/server.ts';
import type { PostgresServer } from './postgres/server.ts';
import { database, modelKey, refusingPort, storage } from './settings.ts';
import type { Settings } from './settings.ts';

interface Closable {
  close(): Promise<void>;
}

type Register = <T extends Closable>(service: T) => T;

/**
 * Everything but the control API, and what that needs of it. What has been started is in `started`, also when a later
 * part fails.
 */
export async function startServices(
  settings: Settings,
  directory: string,
  started: Closable[],
): Promise<Pick<ControlState, 'rules' | 'extension'>> {
  const { host, ports } = settings;
  const register = <T extends Closable>(service: T): T => {
    started.push(service);
    return service;
  };
  const mutants = settings.mutants ? await openMutants(settings) : undefined;
  // The slowest part runs while the others are imported and started; the backends come up without their database.
  const postgres = startPostgres({ host, port: ports.database, directory }).then(register);
  const endpoints = startEndpoints(settings, register, mutants);
  await settle([
    endpoints,
    startBackends(settings, register, mutants),
    postgres.then((server) => prepareDatabase(server, settings)),
  ]);
  const { seedExisting } = await import('./learnlikemagic/index.ts');
  await seedExisting({ databaseUrl: ownerUrl(settings), s3: backendStorage(settings), seed: settings.seed });
  return { rules: await endpoints, extension: mutants?.control };
}

async function openMutants(settings: Settings): Promise<Mutants> {
  const { createMutants } = await import('./mutants/index.ts');
  return createMutants(ownerUrl(settings));
}

function ownerUrl({ host, ports }: Settings, port = ports.database): string {
  return connectionUrl(database.owner, { host, port, database: database.name });
}

function backendStorage({ host, ports }: Settings): LearnLikeMagicOptions['s3'] {
  const { region, bucket, backend } = storage;
  return { endpoint: `http://${host}:${String(ports.storage)}`, region, bucket, ...backend };
}

/** Roles, database, the backend's own migrations, and then the rights of the suite on what they created. */
async function prepareDatabase(server: PostgresServer, settings: Settings): Promise<void> {
  const { createDatabase, grantSuite } = await import('./postgres/roles.ts');
  const { migrate } = await import('./learnlikemagic/index.ts');
  await createDatabase(server, database.name, database.owner, database.suite);
  await migrate(ownerUrl(settings));
  await grantSuite(server, database.name, database.suite);
}

/** Two backends: one as deployed, and one whose database is down. */
async function startBackends(settings: Settings, register: Register, mutants?: Mutants): Promise<void> {
  const { startLearnLikeMagic } = await import('./learnlikemagic/index.ts');
  const { host, ports, openai, dialect } = settings;
  const common = { host, openai, dialect, s3: backendStorage(settings), wrap: mutants?.wrap };
  await settle([
    startLearnLikeMagic({ ...common, port: ports.api, databaseUrl: ownerUrl(settings) }).then(register),
    startLearnLikeMagic({ ...common, port: ports.outage, databaseUrl: ownerUrl(settings, refusingPort) }).then(
      register,
    ),
  ]);
}

async function startEndpoints(settings: Settings, register: Register, mutants?: Mutants): Promise<Rules> {
  const { host, ports, seed } = settings;
  const [{ startStorage }, { startModel }, { RuleBook }] = await Promise.all([
    import('./storage/server.ts'),
    import('./model/server.ts'),
    import('./model/rules.ts'),
  ]);
  const rules = new RuleBook();
  const mode = settings.mode === 'varied' ? 'varied' : 'scripted';
  const credentials = [storage.backend, storage.suite];
  await settle([
    startStorage(
      { host, port: ports.storage, region: storage.region, buckets: [storage.bucket], credentials },
      mutants?.storage,
    ).then(register),
    startModel({ host, port: ports.model, apiKey: modelKey, mode, seed, rules }).then(register),
  ]);
  return rules;
}

/** Fails like Promise.all, but only when every part has come to its end, so that none is started behind our back. */
async function settle(parts: Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(parts);
  await Promise.all(parts);
}
