import { createServer } from 'node:http';
import { listen, type Listening } from '../listen.ts';
import type { Spare, Switch } from './spare.ts';

/** Does what a route asks for; undefined where the part knows no such thing. */
const actions: Readonly<Record<string, (part: Switch) => unknown>> = {
  stop: (part) => part.stop(),
  start: (part) => part.start(),
  kill: (part) => part.kill?.(),
  async restart(part) {
    if (part.restart) {
      await part.restart();
      return;
    }
    try {
      await part.stop();
    } finally {
      await part.start();
    }
  },
};

/** What it has power over. */
interface Controlled {
  /** Parts of the deployment that all tests share, by their names. */
  deployed: Readonly<Record<string, Switch>>;
  /** Started by the first call that is about it. */
  spare: () => Promise<Spare>;
}

/** Parts of the spare, what the service needs before the service. */
const needed = ['broker', 'database', 'cache', 'service'];

/** Status and body of an answer. */
type Reply = readonly [status: number, body?: object];

async function act({ deployed, spare }: Controlled, method: string, target: string): Promise<Reply> {
  const [, name = '', action = ''] = /^\/(\w+)(?:\/(\w+))?$/.exec(target) ?? [];
  const part = deployed[name] ?? (await spare()).parts[name];
  if (method === 'GET' && action === 'memory') {
    return part?.memory ? [200, { resident_bytes: await part.memory() }] : [404];
  }
  if (method !== 'POST') return [404];
  if (name === 'spare' && action === '') {
    // What failed half-way left something down, which is no fault of the next.
    for (const each of needed) await (await spare()).parts[each]?.start();
    return [204];
  }
  const does = actions[action];
  if (part === undefined || does === undefined || (action === 'kill' && !part.kill)) return [404];
  await does(part);
  return [204];
}

/**
 * Fault control: `POST /<part>/<action>`, parts of the spare class management `service`, `broker`, `database` and `cache`, and those of the
 * deployment; actions `stop` (SIGTERM to the service), `start`, `restart` and, of the service, `kill` (SIGKILL). 204 when it is done, 404
 * for anything else, 500 with the reason when it cannot be done. `GET /service/memory` answers `resident_bytes`. `POST /spare`
 * starts the spare, and what of it is down.
 */
export function startControl(place: { host: string; port: number }, controlled: Controlled): Promise<Listening> {
  const server = createServer((request, response) => {
    act(controlled, request.method ?? '', request.url ?? '').then(
      ([status, body]) => response.writeHead(status).end(body && JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  return listen(server, 'HuleEdu’s fault control', place.host, place.port);
}
