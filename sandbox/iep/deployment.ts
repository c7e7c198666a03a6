import { settle, type Deployment, type Parts } from '../parts.ts';
import { connectionUrl } from '../postgres/server.ts';
import { refusingPort } from '../settings.ts';
import type { Parts as BackendParts, Wrap } from './backend.ts';
import { database } from './settings.ts';

const name = 'iep';

function databaseUrl({ settings }: Parts, port = settings.ports.database): string {
  return connectionUrl(database.owner, { host: settings.host, port, database: database.name });
}

/** By what is listening there, from the first port of the system on. */
function portsOf(parts: Parts): Record<'api' | 'outage' | 'authOutage' | 'auth', number> {
  const first = parts.portOf(name);
  return { api: first, outage: first + 1, authOutage: first + 2, auth: first + 3 };
}

/** The switches of the faults of its rules; undefined in an honest sandbox. */
async function openMutants(parts: Parts): Promise<Wrap | undefined> {
  if (!parts.mutants) return undefined;
  const [{ rules }, { wrapParts }] = await Promise.all([
    import('../mutants/iep/index.ts'),
    import('../mutants/wrap.ts'),
  ]);
  return wrapParts<BackendParts>(parts.mutants.add({ name, databases: { [name]: [databaseUrl(parts)] }, rules }));
}

/** Roles, database, the service's own migrations and data, and then the rights of the suite on what they created. */
async function prepareDatabase(parts: Parts): Promise<void> {
  const server = await parts.postgres();
  const { asSuperuser, createDatabase } = await import('../postgres/roles.ts');
  const { migrate, seedExisting, suiteRights } = await import('./index.ts');
  await createDatabase(server, database.name, database.owner, database.suite);
  await migrate(databaseUrl(parts));
  await seedExisting({ databaseUrl: databaseUrl(parts), seed: parts.settings.seed });
  await asSuperuser(server, database.name, suiteRights(database.suite.user));
}

/** Three services: one as deployed, one whose database is down, and one whose auth service is; and that auth service. */
async function startBackends(parts: Parts): Promise<void> {
  const [{ startAuth, startIep }, wrap] = await Promise.all([import('./index.ts'), openMutants(parts)]);
  const { host, openai, dialect } = parts.settings;
  const ports = portsOf(parts);
  const urlOf = (port: number): string => `http://${host}:${String(port)}`;
  const start = async (port: number, own: { authUrl?: string; databaseUrl?: string } = {}): Promise<void> => {
    // Most runs generate nothing: the model is started by the first call.
    const generator = { ...openai, ready: () => parts.model() };
    const neighbours = { databaseUrl: databaseUrl(parts), authUrl: urlOf(ports.auth), generator };
    parts.register(await startIep({ host, port, wrap, dialect, ...neighbours, ...own }));
  };
  await settle([
    startAuth({ host, port: ports.auth }).then((auth) => parts.register(auth)),
    start(ports.api),
    start(ports.outage, { databaseUrl: databaseUrl(parts, refusingPort) }),
    start(ports.authOutage, { authUrl: urlOf(refusingPort) }),
  ]);
}

export const deployment: Deployment = {
  async start(parts) {
    await settle([prepareDatabase(parts), startBackends(parts)]);
    const { host, ports } = parts.settings;
    const { api, outage, authOutage } = portsOf(parts);
    return [
      ['IEP service', `http://${host}:${String(api)}   (documentation: /docs)`],
      ['  its database down', `http://${host}:${String(outage)}`],
      ['  its auth down', `http://${host}:${String(authOutage)}`],
      ['  PostgreSQL', connectionUrl(database.suite, { host, port: ports.database, database: database.name })],
    ];
  },
};
