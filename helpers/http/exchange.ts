import type { Redact } from './redaction.ts';
import type { LooseRequest, Method, Operation } from './operation.ts';

/** One call as it went over the wire, kept for the report of a failing test. */
export interface Exchange {
  /** Name of the operation in its system, `METHOD /path` for one declared on the spot. */
  readonly name: string;
  readonly operation: Operation;
  readonly url: string;
  readonly request: LooseRequest;
  readonly startedAt: number;
  durationMs?: number;
  status?: number;
  answer?: string;
  /** Transport error, redacted. */
  error?: string;
}

const longestText = 4000;

const cut = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)} … (${String(text.length)} characters)` : text;

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function bodyArguments(request: LooseRequest): string[] {
  if (request.multipart) {
    return Object.entries(request.multipart).map(([name, part]) =>
      typeof part === 'string'
        ? `-F ${quote(`${name}=${part}`)}`
        : `-F ${quote(`${name}=@${part.name};type=${part.mimeType}`)}`,
    );
  }
  if (request.raw) {
    const { content, contentType } = request.raw;
    const text = typeof content === 'string' ? content : `(${String(content.byteLength)} bytes)`;
    return [`-H ${quote(`content-type: ${contentType}`)}`, `--data-binary ${quote(cut(text))}`];
  }
  if (request.body === undefined) return [];
  return [`-H 'content-type: application/json'`, `--data-binary ${quote(cut(JSON.stringify(request.body)))}`];
}

// `-X HEAD` would make curl wait for a body that never comes.
const methodArgument = (method: Method): string => (method === 'HEAD' ? '-I' : `-X ${method}`);

/** The exchange as text: a curl command to repeat it, and what came back. */
export function describeExchange(exchange: Exchange, redact: Redact): string {
  const { operation, url, request, status, answer, error, durationMs } = exchange;
  const headers = Object.entries(request.headers ?? {}).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  const curl = ['curl -i', methodArgument(operation.method), quote(url), ...headers, ...bodyArguments(request)].join(
    ' ',
  );
  const outcome = error ?? (status === undefined ? 'no answer yet' : `${String(status)} ${cut(answer ?? '')}`);
  return redact(`${curl}\n→ ${outcome}${durationMs === undefined ? '' : `\n(${String(Math.round(durationMs))} ms)`}`);
}
