import { HttpClient, type ClientOptions, type OperationCalls } from '../http/client.ts';
import { services } from './operations/index.ts';

/** A typed function for each operation of HuleEdu's services, and `call` and `send` for operations of class management declared on the spot. */
export type HuleeduServices = OperationCalls<typeof services.classManagement> &
  OperationCalls<typeof services.batchOrchestrator> &
  OperationCalls<typeof services.essayLifecycle> &
  Pick<HttpClient, 'call' | 'send'> & {
    /** Stores a text in the content service, and answers its id. */
    storeText(text: string): Promise<string>;
  };

export type ServiceName = keyof typeof services;

/** Clients of one deployment, one for each service at its base URL, and their calls. */
export function createHuleedu(
  urls: Readonly<Record<ServiceName, string>>,
  options: Omit<ClientOptions, 'baseUrl'>,
): { clients: HttpClient[]; huleedu: HuleeduServices } {
  const clientOf = (name: ServiceName): HttpClient => new HttpClient({ ...options, baseUrl: urls[name] });
  const classManagement = clientOf('classManagement');
  const batchOrchestrator = clientOf('batchOrchestrator');
  const essayLifecycle = clientOf('essayLifecycle');
  const content = clientOf('content');
  const huleedu = {
    ...classManagement.callsOf(services.classManagement),
    ...batchOrchestrator.callsOf(services.batchOrchestrator),
    ...essayLifecycle.callsOf(services.essayLifecycle),
    storeText: async (text: string): Promise<string> => {
      const raw = { content: text, contentType: 'text/plain' };
      return (await content.send(services.content.storeText, { raw })).as(201).storage_id;
    },
    call: classManagement.call.bind(classManagement),
    send: classManagement.send.bind(classManagement),
  };
  return { clients: [classManagement, batchOrchestrator, essayLifecycle, content], huleedu };
}
