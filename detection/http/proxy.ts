import type { Operation } from '../../helpers/http/operation.ts';
import type { Alter, Exchange, HttpPart, ProxiedAnswer } from '../mutants/mutant.ts';
import type { RecordedCall } from '../recording/activity.ts';
import { startForwarder, type Handle } from './forwarder.ts';
import { jsonOf } from './json.ts';
import { matcher } from './matching.ts';

/** Proxies in front of the base URLs of a lane, all with the same alteration. */
export interface HttpProxy extends HttpPart {
  /** One for each upstream, in order. */
  readonly urls: readonly string[];
  /** The calls that were truly answered since the last time. */
  takeCalls(): RecordedCall[];
  close(): Promise<void>;
}

type EarlierAnswer = ReturnType<Exchange['earlier']>[number];

const keptAnswers = 20;

/** True JSON answers of each operation and status, the newest first; the first one of all is always among them. */
export class History {
  private readonly answers = new Map<string, readonly EarlierAnswer[]>();

  of(call: string): readonly EarlierAnswer[] {
    return this.answers.get(call) ?? [];
  }

  add(call: string, earlier: EarlierAnswer): void {
    if (!jsonOf(earlier.answer)) return;
    const answers = [earlier, ...this.of(call)];
    if (answers.length > keptAnswers) answers.splice(-2, 1);
    this.answers.set(call, answers);
  }
}

/** A base URL; where services share paths, the operations that it answers. */
export interface Upstream {
  readonly url: string;
  readonly operations?: Readonly<Record<string, Operation>> | undefined;
}

/** An answer, and how it is given once more without asking anybody: what had come of its stream by then, as its body. */
function recording(answer: ProxiedAnswer): { answer: ProxiedAnswer; recorded: () => Promise<ProxiedAnswer> } {
  const { stream, ...plain } = answer;
  if (!stream) return { answer, recorded: () => Promise.resolve(answer) };
  const texts: string[] = [];
  async function* kept(): AsyncGenerator<string> {
    for await (const text of stream ?? []) {
      texts.push(text);
      yield text;
    }
  }
  const recorded = (): Promise<ProxiedAnswer> => Promise.resolve({ ...plain, body: Buffer.from(texts.join('')) });
  return { answer: { ...plain, stream: kept() }, recorded };
}

/** Starts a proxy on a free port for each upstream; requests that no operation declares pass unaltered. */
export async function startProxies(
  upstreams: readonly Upstream[],
  operations: Readonly<Record<string, Operation>>,
  history = new History(),
): Promise<HttpProxy> {
  const alters = new Map<string, Alter>();
  const calls: RecordedCall[] = [];

  const handling =
    (nameOf: ReturnType<typeof matcher>): Handle =>
    (request, forward) => {
      const name = nameOf(request);
      if (name === undefined) return forward(request);
      const own = new Set<ProxiedAnswer>();
      const earlier: Exchange['earlier'] = (status) =>
        history.of(`${name} ${String(status)}`).filter(({ answer }) => !own.has(answer));
      const exchange: Exchange = {
        request,
        async forward(other) {
          const { answer, recorded } = recording(await forward(other ?? request));
          const { status } = answer;
          own.add(answer);
          calls.push({
            operation: name,
            status,
            exchange: { request, forward: recorded, earlier },
          });
          // The answer to another request would be no true answer to this one.
          if (!other) history.add(`${name} ${String(status)}`, { url: request.url, answer });
          return answer;
        },
        earlier,
      };
      const alter = alters.get(name);
      return alter ? alter(exchange, () => undefined) : exchange.forward();
    };

  const forwarders = await Promise.all(
    upstreams.map(({ url, operations: own = operations }) => startForwarder(url, handling(matcher(own)))),
  );
  return {
    urls: forwarders.map(({ url }) => url),
    intercept(operation, alter) {
      if (!(operation in operations))
        throw new Error(`${operation} is no declared operation; it cannot be intercepted`);
      alters.set(operation, alter);
      return () => {
        alters.delete(operation);
      };
    },
    takeCalls() {
      return calls.splice(0);
    },
    async close() {
      await Promise.all(forwarders.map((forwarder) => forwarder.close()));
    },
  };
}
