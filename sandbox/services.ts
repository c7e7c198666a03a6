import type { Rules } from './control.ts';
import { startPostgres } from './postgres/server.ts';
import type { PostgresServer } from './postgres/server.ts';
import { database, modelKey, refusingPort, storage } from './settings.ts';
import type { Settings } from './settings.ts';

interface Closable {
  close(): Promise<void>;
}

/** Everything but the control API. What has been started is in `started`, also when a later part fails. */
export async function startServices(settings: Settings, directory: string, started: Closable[]): Promise<Rules> {
  const { host, ports } = settings;
  const register = <T extends Closable>(service: T): T => {
    started.push(service);
    return service;
  };
  // The slowest part runs while the others are still being imported.
  const postgres = startPostgres({ host, port: ports.database, directory }).then(register);
  const [server, rules, backend, { grantSuite }] = await settle([
    postgres.then(prepareDatabase),
    startEndpoints(settings, register),
    import('./learnlikemagic/index.ts'),
    import('./postgres/roles.ts'),
  ]);
  const { migrate, seedExisting, startLearnLikeMagic } = backend;
  const databaseUrl = server.url(database.owner, database.name);
  const { region, bucket } = storage;
  const s3 = { endpoint: `http://${host}:${String(ports.storage)}`, region, bucket, ...storage.backend };
  const common = { host, s3, openai: settings.openai };
  const outageUrl = `postgresql://${database.owner.user}:${database.owner.password}@${host}:${String(refusingPort)}/${database.name}`;
  await settle([
    migrate(databaseUrl)
      .then(() => grantSuite(server, database.name, database.suite))
      .then(() => seedExisting({ databaseUrl, s3, seed: settings.seed })),
    startLearnLikeMagic({ ...common, port: ports.api, databaseUrl }).then(register),
    startLearnLikeMagic({ ...common, port: ports.outage, databaseUrl: outageUrl }).then(register),
  ]);
  return rules;
}

async function prepareDatabase(server: PostgresServer): Promise<PostgresServer> {
  const { createDatabase } = await import('./postgres/roles.ts');
  await createDatabase(server, database.name, database.owner, database.suite);
  return server;
}

async function startEndpoints(settings: Settings, register: <T extends Closable>(service: T) => T): Promise<Rules> {
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
    startStorage({ host, port: ports.storage, region: storage.region, buckets: [storage.bucket], credentials }).then(
      register,
    ),
    startModel({ host, port: ports.model, apiKey: modelKey, mode, seed, rules }).then(register),
  ]);
  return rules;
}

/** Like Promise.all, but fails only when every part has come to its end, so that none is started behind our back. */
async function settle<T extends readonly unknown[]>(
  parts: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(parts);
  return Promise.all(parts) as Promise<T>;
}
