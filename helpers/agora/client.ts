import { HttpClient, type ClientOptions, type OperationCalls } from '../http/client.ts';
import { operations } from './operations/index.ts';

/** A typed function for each operation of the LangGraph server, and `call` and `send` for operations declared on the spot. */
export type AgoraService = OperationCalls<typeof operations> & Pick<HttpClient, 'call' | 'send'>;

/** The client of one deployment, and its calls. */
export function createAgora(options: ClientOptions): { client: HttpClient; agora: AgoraService } {
  const client = new HttpClient(options);
  const agora = Object.assign(client.callsOf(operations), {
    call: client.call.bind(client),
    send: client.send.bind(client),
  });
  return { client, agora };
}
