import { HttpClient, type ClientOptions, type OperationCalls } from '../http/client.ts';
import { operations } from './operations/index.ts';

/** A typed function for each operation of the IEP service, and `call` and `send` for operations declared on the spot. */
export type IepService = OperationCalls<typeof operations> & Pick<HttpClient, 'call' | 'send'>;

/** The client of one deployment, and its calls. */
export function createIep(options: ClientOptions): { client: HttpClient; iep: IepService } {
  const client = new HttpClient(options);
  const iep = Object.assign(client.callsOf(operations), {
    call: client.call.bind(client),
    send: client.send.bind(client),
  });
  return { client, iep };
}
