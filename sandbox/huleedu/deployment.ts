import { settle, type Deployment, type Parts } from '../parts.ts';
import { connectionUrl, type Role } from '../postgres/server.ts';
import type { Wrap } from './chain/parts.ts';
import type { ChainDatabases, ChainPorts, WrapsOf } from './chain/start.ts';
import { openLine, through, type Line } from './line.ts';
import type { Spare } from './spare.ts';
import { databases, spareDatabase, suite, topics, type DatabaseName } from './settings.ts';

const name = 'huleedu';
const services = Object.keys(databases) as DatabaseName[];

/** Connection strings by service, as its owner or as the suite. */
function databaseUrls({ settings }: Parts, role?: Role): Record<DatabaseName, string> {
  const { host, ports } = settings;
  const urlOf = (service: DatabaseName): string => {
    const { name: database, owner } = databases[service];
    return connectionUrl(role ?? owner, { host, port: ports.database, database });
  };
  return Object.fromEntries(services.map((service) => [service, urlOf(service)])) as Record<DatabaseName, string>;
}

const spareUrl = ({ settings: { host, ports } }: Parts): string =>
  connectionUrl(spareDatabase.owner, { host, port: ports.database, database: spareDatabase.name });

/** By what is listening there, from the first port of the system on. */
function portsOf(parts: Parts): ChainPorts & { classManagement: number } {
  const first = parts.portOf(name);
  return {
    ...{ classManagement: first, batchOrchestrator: first + 1, essayLifecycle: first + 2, content: first + 3 },
    ...{ files: first + 4, conductor: first + 5, gateway: first + 6 },
  };
}

/** The switches of the faults of its services; undefined in an honest sandbox. */
async function openMutants(parts: Parts): Promise<WrapsOf | undefined> {
  const { mutants } = parts;
  if (!mutants) return undefined;
  const { wrapServices } = await import('../mutants/huleedu/index.ts');
  const own = Object.entries(databaseUrls(parts)).map(([service, url]) => [service, [url]] as const);
  const { classManagement, ...others } = Object.fromEntries(own) as Record<DatabaseName, [string]>;
  // The spare one has the same tables, and some rules show there alone.
  return wrapServices(mutants, {
    name,
    databases: { classManagement: [...classManagement, spareUrl(parts)], ...others },
  });
}

/** A database for each service, with its tables, and then the rights of the suite on them. */
async function prepareDatabases(parts: Parts): Promise<void> {
  const server = await parts.postgres();
  const { asSuperuser, createDatabase } = await import('../postgres/roles.ts');
  const { migrateChain, migrateClassManagement, suiteRights } = await import('./index.ts');
  // One after the other: the suite's role is the same in all.
  for (const { name: database, owner } of Object.values(databases)) {
    await createDatabase(server, database, owner, suite);
  }
  const urls = databaseUrls(parts);
  await settle([migrateClassManagement(urls.classManagement), migrateChain(urls)]);
  for (const { name: database } of Object.values(databases)) {
    await asSuperuser(server, database, suiteRights(suite.user));
  }
}

/** Lines to the databases of the chain, which can be cut, and their connection strings. */
async function openLines(
  parts: Parts,
  urls: ChainDatabases,
): Promise<{ lines: ChainLines; databases: ChainDatabases }> {
  const open = async (service: keyof ChainDatabases): Promise<Line> =>
    parts.register(await openLine(parts.settings.host, urls[service]));
  const [batchOrchestrator, essayLifecycle, nlp] = await Promise.all([
    open('batchOrchestrator'),
    open('essayLifecycle'),
    open('nlp'),
  ]);
  const lines = { batchOrchestrator, essayLifecycle, nlp };
  const along = (service: keyof ChainDatabases): string => through(urls[service], lines[service].port);
  return {
    lines,
    databases: {
      batchOrchestrator: along('batchOrchestrator'),
      essayLifecycle: along('essayLifecycle'),
      nlp: along('nlp'),
    },
  };
}

type ChainLines = Record<keyof ChainDatabases, Line>;

/** Fault control of the chain's databases and of a class management of its own, which is prepared when a test first asks for it. */
async function startFaults(
  parts: Parts,
  { lines, redisUrl, wrap }: { lines: ChainLines; redisUrl: string; wrap: Wrap | undefined },
): Promise<string> {
  const { migrateClassManagement, startControl, startSpare, suiteRights } = await import('./index.ts');
  const { settings, directory } = parts;
  const { host } = settings;
  const first = parts.portOf(name);
  const { name: database, owner } = spareDatabase;
  const open = async (): Promise<Spare> => {
    const server = await parts.postgres();
    const { asSuperuser, createDatabase } = await import('../postgres/roles.ts');
    await createDatabase(server, database, owner, suite);
    const databaseUrl = spareUrl(parts);
    await migrateClassManagement(databaseUrl);
    await asSuperuser(server, database, suiteRights(suite.user));
    const ports = { classManagement: first + 7, broker: first + 8 };
    return parts.register(await startSpare({ host, ports, directory, databaseUrl, redisUrl, wrap }));
  };
  // Where faults are planted, they are planted in its database as well.
  let opened = parts.mutants ? open() : undefined;
  await opened;
  const deployed = Object.fromEntries(Object.entries(lines).map(([service, line]) => [`${service}Database`, line]));
  const control = await startControl({ host, port: first + 9 }, { deployed, spare: () => (opened ??= open()) });
  return parts.register(control).url;
}

/** The broker's address; every topic is there. */
async function prepareBroker(parts: Parts): Promise<string> {
  const broker = await parts.broker();
  await broker.createTopics(topics);
  return broker.address;
}

export const deployment: Deployment = {
  async start(parts) {
    const stores = [prepareBroker(parts), parts.cache()] as const;
    // The clients take longest to load, which costs nothing while the database server comes up.
    const clients = [import('@platformatic/kafka'), import('ioredis')];
    await settle([prepareDatabases(parts), ...stores, ...clients]);
    const [brokers, { url: redisUrl }] = await Promise.all(stores);
    const { startChain, startClassManagement } = await import('./index.ts');
    const wrapsOf = await openMutants(parts);
    const { host } = parts.settings;
    const [urls, ports] = [databaseUrls(parts), portsOf(parts)];
    const urlOf = (port: number): string => `http://${host}:${String(port)}`;
    const classManagementUrl = urlOf(ports.classManagement);
    const common = { host, redisUrl, brokers };
    const { lines, databases: cuttable } = await openLines(parts, urls);
    const wrap = wrapsOf?.('classManagement');
    const classManagement = { ...common, wrap, port: ports.classManagement, databaseUrl: urls.classManagement };
    await settle([
      startClassManagement(classManagement).then((service) => parts.register(service)),
      startChain({ ...common, ports, databases: cuttable, classManagementUrl, wrapsOf }, (service) =>
        parts.register(service),
      ),
    ]);
    const control = await startFaults(parts, { lines, redisUrl, wrap });
    const seen = databaseUrls(parts, suite);
    return [
      ['HuleEdu class management', classManagementUrl],
      ['  batch orchestrator', urlOf(ports.batchOrchestrator)],
      ['  essay lifecycle', urlOf(ports.essayLifecycle)],
      ['  content service', `${urlOf(ports.content)}/v1/content`],
      ['  file service', urlOf(ports.files)],
      ['  API gateway', urlOf(ports.gateway)],
      ['  fault control', control],
      ...services.map((service) => ['  PostgreSQL', seen[service]] as const),
    ];
  },
};
