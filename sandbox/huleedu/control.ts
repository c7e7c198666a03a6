import { createServer } from 'node:http';
import { listen, type Listening } from '../listen.ts';
import type { Spare } from './spare.ts';

/** Does what a route asks for. */
const actions: Readonly<Record<string, (part: Spare['parts'][string]) => unknown>> = {
  stop: (part) => part.stop(),
  start: (part) => part.start(),
  async restart(part) {
    await part.stop();
    await part.start();
  },
};

/**
 * Fault control of the spare class management: `POST /<part>/<action>`, parts `service`, `broker`, `database` and `cache`, actions `stop`, `start`
 * and `restart`; 204 when it is done, 404 for anything else, 500 with the reason when it cannot be done. The first call starts the spare;
 * `POST /spare` does nothing else.
 */
export function startControl(place: { host: string; port: number }, spare: () => Promise<Spare>): Promise<Listening> {
  const server = createServer((request, response) => {
    const [, name = '', action = ''] = /^\/(\w+)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    const answer = async (): Promise<number> => {
      if (request.method !== 'POST') return 404;
      const { parts } = await spare();
      if (name === 'spare' && action === '') return 204;
      const [part, act] = [parts[name], actions[action]];
      if (part === undefined || act === undefined) return 404;
      await act(part);
      return 204;
    };
    answer().then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  return listen(server, 'HuleEdu’s fault control', place.host, place.port);
}
