import type { Patience } from '../../env/settings.ts';
import { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import type {
  LooseRequest,
  Operation,
  RequestArguments,
  RequestOf,
  ResponseBody,
  Status,
  TypedRequest,
} from './operation.ts';
import type { Redact } from './redaction.ts';
import type { SealedContext } from './sealed.ts';
import { sendOverWire, TransportError, type Wire, type WireAnswer, type WireCall } from './transport.ts';
import { fillPath, joinUrl } from './url.ts';

/** What the surroundings of a client do around each call. */
export interface ClientHooks {
  /** Wraps a call for the report. */
  step<T>(title: string, body: () => Promise<T>): Promise<T>;
  /**
   * Called before anything is sent, with the time that its model calls may take; throws to refuse it. The function
   * returned is called at the end with the exchange and the time that it took. Milliseconds.
   */
  beforeCall(
    operation: Operation,
    llmAllowance: number,
    llmCalls: number,
  ): (elapsed: number, exchange: Exchange) => void;
  /** Writes down what is about to be created; the function returned is called with the answer. */
  intend(kind: string, operation: Operation, request: LooseRequest): (answer: WireAnswer) => void;
}

export interface ClientOptions {
  readonly context: SealedContext;
  /** Sends in the context's place: a load has connections of its own. */
  readonly wire?: Wire | undefined;
  readonly baseUrl: string;
  /** Sent with every call; a call's own win. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly patience: Patience;
  readonly redact: Redact;
  readonly hooks: ClientHooks;
}

/**
 * Calls of one declared operation. The call itself takes the status that must be answered and returns that
 * status's parsed body; `send` returns the raw answer, to be judged with `as`, for races and faults. `prepare` does all
 * that comes before a `send`, writing down what will be created included, and returns what sends: for a load, which is timed.
 */
export interface OperationCall<O extends Operation> {
  <S extends Status<O>>(status: S, ...request: RequestArguments<RequestOf<O, S>>): Promise<ResponseBody<O, S>>;
  send(...request: RequestArguments<TypedRequest<O>>): Promise<Answer<O>>;
  prepare(...request: RequestArguments<TypedRequest<O>>): () => Promise<Answer<O>>;
}

export type OperationCalls<Ops extends Readonly<Record<string, Operation>>> = {
  readonly [Name in keyof Ops]: OperationCall<Ops[Name]>;
};

/** Sends declared operations to one base URL, keeps what went over the wire, and knows which answers nobody judged. */
export class HttpClient {
  readonly exchanges: Exchange[] = [];
  private readonly answers: Answer<Operation>[] = [];
  private readonly inFlight = new Set<Promise<unknown>>();
  private readonly names = new Map<Operation, string>();

  constructor(private readonly options: ClientOptions) {}

  /** Calls an operation and judges its answer: exact status, strict schema. Throws ContractError or TransportError. */
  async call<O extends Operation, S extends Status<O>>(
    operation: O,
    status: S,
    ...[request]: RequestArguments<RequestOf<O, S>>
  ): Promise<ResponseBody<O, S>> {
    const title = `${operation.method} ${operation.path} → ${String(status)}`;
    return this.options.hooks.step(title, async () => {
      const answer = await this.prepare(operation, request)();
      return answer.as(status);
    });
  }

  /** Calls an operation and returns its answer unjudged. Throws TransportError. */
  async send<O extends Operation>(operation: O, request: LooseRequest = {}): Promise<Answer<O>> {
    return this.options.hooks.step(`${operation.method} ${operation.path}`, async () =>
      this.prepare(operation, request)(),
    );
  }

  /** One typed function for each operation of a system. */
  callsOf<Ops extends Readonly<Record<string, Operation>>>(operations: Ops): OperationCalls<Ops> {
    const calls = Object.entries(operations).map(([name, operation]) => {
      this.names.set(operation, name);
      const call = (status: number, request?: LooseRequest): Promise<unknown> =>
        this.call<Operation, number>(operation, status, request);
      const send = (request?: LooseRequest): Promise<unknown> => this.send(operation, request);
      const prepare = (request?: LooseRequest): unknown => this.prepare(operation, request);
      return [name, Object.assign(call, { send, prepare })];
    });
    // Object.fromEntries forgets which name holds which operation; the mapped type says it.
    return Object.fromEntries(calls) as OperationCalls<Ops>;
  }

  /** Answers that were received through `send` and never judged, as `METHOD /path status`. */
  unjudged(): string[] {
    return this.answers
      .filter((answer) => !answer.judged)
      .map(({ operation, status }) => `${operation.method} ${operation.path} answered ${String(status)}`);
  }

  /** Resolves when no call is under way any more; each ends by its own time-out at the latest. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.inFlight);
  }

  /** All that comes before an operation is sent; the function returned sends it, once, and throws TransportError. */
  prepare<O extends Operation>(operation: O, asked: LooseRequest = {}): () => Promise<Answer<O>> {
    const { baseUrl, context, headers, hooks, patience, redact } = this.options;
    const request: LooseRequest = headers ? { ...asked, headers: { ...headers, ...asked.headers } } : asked;
    const { wire: send = (each: WireCall) => sendOverWire(context, each) } = this.options;
    const llmCalls = request.llmCalls ?? operation.llmCalls ?? 0;
    const llmAllowance = llmCalls * patience.llmCall;
    const timeout = patience.request + llmAllowance;
    const url = joinUrl(baseUrl, fillPath(operation.path, request.path), request.query);
    const afterCall = hooks.beforeCall(operation, llmAllowance, llmCalls);
    const settle = operation.creates ? hooks.intend(operation.creates, operation, request) : undefined;
    const name = this.names.get(operation) ?? `${operation.method} ${operation.path}`;
    return this.tracked(async () => {
      const exchange: Exchange = { name, operation, url, request, startedAt: Date.now() };
      this.exchanges.push(exchange);
      const start = performance.now();
      try {
        const wire = await send({ method: operation.method, url, request, timeout, redact });
        settle?.(wire);
        exchange.status = wire.status;
        exchange.answer = wire.bytes.toString('utf8');
        return new Answer(operation, wire.status, wire.headers, wire.bytes, exchange, redact);
      } catch (error) {
        if (error instanceof TransportError) exchange.error = error.message;
        throw error;
      } finally {
        exchange.durationMs = performance.now() - start;
        afterCall(exchange.durationMs, exchange);
      }
    });
  }

  private tracked<O extends Operation>(deliver: () => Promise<Answer<O>>): () => Promise<Answer<O>> {
    return async () => {
      const delivery = deliver();
      this.inFlight.add(delivery);
      try {
        const answer = await delivery;
        this.answers.push(answer);
        return answer;
      } finally {
        this.inFlight.delete(delivery);
      }
    };
  }
}
