import { createServer } from 'node:http';
import { listen, type Listening } from '../listen.ts';
import { knownUsers } from './settings.ts';

interface AuthUser {
  id: number;
  email: string;
  full_name: string;
  role: string;
  is_active: boolean;
  last_login: string | null;
}

const roles = ['teacher', 'coordinator', 'admin', 'parent'];

/** The user of this id; undefined for one that is not known. */
function userOf(id: unknown): AuthUser | undefined {
  if (typeof id !== 'number' || !Number.isInteger(id) || id < knownUsers.first || id > knownUsers.last)
    return undefined;
  const role = roles[id % roles.length] ?? 'teacher';
  const name = `User ${String(id)}`;
  return { id, email: `user${String(id)}@school.test`, full_name: name, role, is_active: true, last_login: null };
}

/** The neighbour that the IEP service asks for users (contract 9): `users/batch` and `users/{id}`. */
export function startAuth({ host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [status, body] = answer(`${request.method ?? ''} ${request.url ?? ''}`, Buffer.concat(chunks).toString());
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  return listen(server, 'Auth service', host, port);
}

function answer(call: string, body: string): [status: number, body: object] {
  if (call === 'GET /health') return [200, { status: 'healthy' }];
  if (call === 'POST /api/v1/users/batch') {
    const ids = readIds(body);
    return ids === undefined
      ? [422, { detail: 'user_ids is a list of ids' }]
      : [200, { users: ids.map(userOf).filter((user) => user !== undefined) }];
  }
  const id = /^GET \/api\/v1\/users\/(\d+)$/.exec(call)?.[1];
  const user = id === undefined ? undefined : userOf(Number(id));
  return user === undefined ? [404, { detail: 'User not found' }] : [200, user];
}

function readIds(body: string): unknown[] | undefined {
  try {
    const { user_ids } = JSON.parse(body) as { user_ids: unknown };
    return Array.isArray(user_ids) ? user_ids : undefined;
  } catch {
    return undefined;
  }
}
