import { HttpClient, type ClientOptions, type OperationCalls } from '../http/client.ts';
import { operations } from './operations/index.ts';

/** A typed function for each operation of LearnLikeMagic, and `call` and `send` for operations declared on the spot. */
export type LearnLikeMagic = OperationCalls<typeof operations> & Pick<HttpClient, 'call' | 'send'>;

/** The client of one deployment, and its calls. */
export function createLearnLikeMagic(options: ClientOptions): { client: HttpClient; learnlikemagic: LearnLikeMagic } {
  const client = new HttpClient(options);
  const learnlikemagic = Object.assign(client.callsOf(operations), {
    call: client.call.bind(client),
    send: client.send.bind(client),
  });
  return { client, learnlikemagic };
}
