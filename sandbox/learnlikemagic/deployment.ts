import { settle, type Address, type Deployment, type Parts } from '../parts.ts';
import { connectionUrl } from '../postgres/server.ts';
import { refusingPort } from '../settings.ts';
import type { Parts as BackendParts, Wrap } from './backend.ts';
import type { LearnLikeMagicOptions } from './index.ts';
import { database, storage } from './settings.ts';

const name = 'learnlikemagic';

function databaseUrl({ settings }: Parts, port = settings.ports.database): string {
  return connectionUrl(database.owner, { host: settings.host, port, database: database.name });
}

function backendStorage({ settings: { host, ports, region } }: Parts): LearnLikeMagicOptions['s3'] {
  return { endpoint: `http://${host}:${String(ports.storage)}`, region, bucket: storage.bucket, ...storage.backend };
}

/** The switches of the faults of its rules; undefined in an honest sandbox. */
async function openMutants(parts: Parts): Promise<Wrap | undefined> {
  if (!parts.mutants) return undefined;
  const [{ rules }, { wrapParts }] = await Promise.all([
    import('../mutants/learnlikemagic/index.ts'),
    import('../mutants/wrap.ts'),
  ]);
  const account = storage.backend.accessKeyId;
  return wrapParts<BackendParts>(
    parts.mutants.add({ name, databases: { [name]: [databaseUrl(parts)] }, account, rules }),
  );
}

/** Roles, database, the backend's own migrations, and then the rights of the suite on what they created. */
async function prepareDatabase(parts: Parts): Promise<void> {
  const server = await parts.postgres();
  const { asSuperuser, createDatabase } = await import('../postgres/roles.ts');
  const { migrate, suiteRights } = await import('./index.ts');
  await createDatabase(server, database.name, database.owner, database.suite);
  await migrate(databaseUrl(parts));
  await asSuperuser(server, database.name, suiteRights(database.suite.user));
}

async function addBucket(parts: Parts): Promise<void> {
  (await parts.storage()).add(storage.bucket, [storage.backend, storage.suite]);
}

/** Two backends: one as deployed, and one whose database is down. */
async function startBackends(parts: Parts): Promise<void> {
  const [{ startLearnLikeMagic }, wrap] = await Promise.all([import('./index.ts'), openMutants(parts)]);
  const { host, openai, dialect } = parts.settings;
  const common = { host, openai, dialect, s3: backendStorage(parts), wrap };
  const port = parts.portOf(name);
  const start = async (own: { port: number; databaseUrl: string }): Promise<void> => {
    parts.register(await startLearnLikeMagic({ ...common, ...own }));
  };
  await settle([
    start({ port, databaseUrl: databaseUrl(parts) }),
    start({ port: port + 1, databaseUrl: databaseUrl(parts, refusingPort) }),
  ]);
}

function addresses(parts: Parts): Address[] {
  const { host, ports, region } = parts.settings;
  const api = `http://${host}:${String(parts.portOf(name))}`;
  const { bucket, suite } = storage;
  return [
    ['LearnLikeMagic API', `${api}   (documentation: /docs)`],
    ['  its database down', `http://${host}:${String(parts.portOf(name) + 1)}`],
    ['  PostgreSQL', connectionUrl(database.suite, { host, port: ports.database, database: database.name })],
    ['  S3 bucket', `${bucket}, ${region}, ${suite.accessKeyId} / ${suite.secretAccessKey}`],
  ];
}

/** The slowest part runs while the others are imported and started; the backends come up without their database. */
export const deployment: Deployment = {
  async start(parts) {
    await settle([prepareDatabase(parts), addBucket(parts), parts.model(), startBackends(parts)]);
    const { seedExisting } = await import('./index.ts');
    await seedExisting({ databaseUrl: databaseUrl(parts), s3: backendStorage(parts), seed: parts.settings.seed });
    return addresses(parts);
  },
};
