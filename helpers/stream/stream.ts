import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { LooseRequest } from '../http/operation.ts';
import type { Redact } from '../http/redaction.ts';
import { fillPath, joinUrl } from '../http/url.ts';
import { connect, type Connection } from './connection.ts';
import {
  StreamError,
  type AnyEventOf,
  type Names,
  type StreamDeclaration,
  type StreamPatience,
} from './declaration.ts';
import { judgeEvent, judgeOrder } from './judging.ts';
import { describeEvent, transcriptOf } from './transcript.ts';

export interface StreamOptions {
  readonly baseUrl: string;
  readonly request: LooseRequest;
  readonly patience: StreamPatience;
  readonly redact: Redact;
  readonly headers?: Readonly<Record<string, string>>;
}

const mediaType = /^text\/event-stream\b/i;

/**
 * One stream of server-sent events, read as it comes. Each event is judged against the schema of its kind when it arrives;
 * `toEnd` judges order and completeness of the whole. Every wait ends within the patience given, with a StreamError that
 * names the stream, what it belongs to, and its last event. One that is neither read to its end nor aborted is unjudged.
 */
export class Stream<D extends StreamDeclaration> {
  /** All that have arrived and fit their schema. */
  readonly events: AnyEventOf<D>[] = [];
  /** Headers of the answer, names in lower case; empty until it is there. */
  headers: Readonly<Record<string, string>> = {};
  judged = false;

  private names: Names;
  private readonly startedAt = performance.now();
  private readonly connection: Connection;
  private readonly waiting = new Set<() => void>();
  private failure: StreamError | undefined;
  /** Once it has ended: why it is not complete, or nothing. */
  private finished: { readonly reason: string | undefined } | undefined;
  private status = 0;
  private refusal = '';
  private tail = '';
  private touchedAt = performance.now();

  constructor(
    readonly declaration: D,
    private readonly options: StreamOptions,
  ) {
    const { request, baseUrl, headers } = options;
    this.names = Object.fromEntries(Object.entries(request.path ?? {}).map(([name, value]) => [name, String(value)]));
    const url = joinUrl(baseUrl, fillPath(declaration.path, request.path), request.query);
    const parser = createParser({
      onEvent: (message) => {
        this.take(message);
      },
      onError: (error) => {
        this.fail(`sent what is no server-sent event (${error.message})`);
      },
    });
    const sent = { ...request, headers: { ...headers, ...request.headers } };
    this.connection = connect(declaration.method, url, sent, {
      answered: (status, answered) => {
        this.status = status;
        this.headers = answered;
        this.touch();
        if (status === 200 && !mediaType.test(answered['content-type'] ?? ''))
          this.fail(`answered with ${answered['content-type'] ?? 'no content type'} in place of text/event-stream`);
      },
      received: (text) => {
        if (this.status === 200) {
          this.tail = (this.tail + text).slice(-4);
          parser.feed(text);
        } else this.refusal += text;
        this.touch();
      },
      ended: (reason) => {
        this.finished = { reason };
        this.touch();
      },
    });
  }

  /** Waits for the first event that this is true of, those that came already included. Throws a StreamError when none comes. */
  async until<E extends AnyEventOf<D>>(what: string, matches: (event: AnyEventOf<D>) => event is E): Promise<E>;
  async until(what: string, matches: (event: AnyEventOf<D>) => boolean): Promise<AnyEventOf<D>>;
  async until(what: string, matches: (event: AnyEventOf<D>) => boolean): Promise<AnyEventOf<D>> {
    for (;;) {
      const found = this.events.find(matches);
      if (found) return found;
      this.throwFailure();
      if (this.finished) throw this.error(this.endOf(this.finished.reason, what));
      await this.more();
    }
  }

  /** Waits until the answer has begun. Throws a StreamError for any status but 200. */
  async opened(): Promise<this> {
    while (this.status === 0) {
      this.throwFailure();
      if (this.finished) throw this.error(this.endOf(this.finished.reason, 'an answer'));
      await this.more();
    }
    if (this.status !== 200) await this.refused();
    return this;
  }

  /** Reads to the end and judges the whole: order, completeness, every event. Throws one StreamError that says all that is wrong. */
  async toEnd(): Promise<readonly AnyEventOf<D>[]> {
    this.judged = true;
    await this.opened();
    while (!this.finished) {
      this.throwFailure();
      await this.more();
    }
    this.throwFailure();
    if (this.finished.reason !== undefined) throw this.error(`was cut before its end: ${this.finished.reason}`);
    const problems = judgeOrder(this.declaration, this.events);
    if (this.tail !== '' && !/(\r\n|\n|\r)\1$/.test(this.tail)) problems.push('its last event is not complete');
    if (problems.length > 0)
      throw this.error(`is not as declared:\n${problems.map((text) => `  - ${text}`).join('\n')}`);
    return this.events;
  }

  /** Closes it in the middle, on purpose: what has come so far is judged, its end is not. */
  abort(): void {
    this.judged = true;
    this.close();
  }

  /** Closes the connection, whatever the stream has come to. */
  close(): void {
    this.connection.close();
  }

  /** What went over the wire, one line an event, redacted. */
  transcript(): string {
    return this.options.redact(transcriptOf(this.title(), this.events, this.failure?.message));
  }

  private take({ event: kind = 'message', data, id }: EventSourceMessage): void {
    const at = performance.now() - this.startedAt;
    const judged = judgeEvent(this.declaration, { number: this.events.length + 1, id, kind, at }, data);
    if ('problem' in judged) {
      this.fail(judged.problem);
      return;
    }
    const event = judged.event as AnyEventOf<D>;
    this.events.push(event);
    this.names = { ...this.names, ...this.declaration.namesIn?.(event) };
  }

  private async refused(): Promise<never> {
    this.judged = true;
    while (!this.finished) await this.more();
    throw this.error(`answered ${String(this.status)}, expected 200: ${this.refusal.slice(0, 500)}`);
  }

  private touch(): void {
    this.touchedAt = performance.now();
    for (const wake of this.waiting) wake();
  }

  /** Waits for anything new; a stream that is silent for too long, or lasts too long, is closed. */
  private async more(): Promise<void> {
    const { total, idle } = this.options.patience;
    const [end, silence] = [this.startedAt + total, this.touchedAt + idle];
    const left = Math.min(end, silence) - performance.now();
    let timer: NodeJS.Timeout | undefined;
    let wake: () => void = () => undefined;
    const isNew = await new Promise<boolean>((resolve) => {
      wake = () => {
        resolve(true);
      };
      this.waiting.add(wake);
      timer = setTimeout(resolve, Math.max(0, left), false);
    });
    clearTimeout(timer);
    this.waiting.delete(wake);
    if (isNew) return;
    this.fail(silence < end ? `said nothing for ${String(idle)} ms` : `did not end within ${String(total)} ms`);
    this.throwFailure();
  }

  private endOf(reason: string | undefined, what: string): string {
    return reason === undefined ? `ended without ${what}` : `was cut before ${what}: ${reason}`;
  }

  private fail(problem: string): void {
    this.failure ??= this.error(problem);
    this.connection.close();
    this.touch();
  }

  private throwFailure(): void {
    if (!this.failure) return;
    this.judged = true;
    throw this.failure;
  }

  private title(): string {
    const { method, path } = this.declaration;
    const names = Object.entries(this.names).map(([name, value]) => `${name} ${value}`);
    return `${method} ${path}${names.length > 0 ? ` (${names.join(', ')})` : ''}`;
  }

  private error(problem: string): StreamError {
    const last = this.events.at(-1);
    const seen = last ? `last event: ${describeEvent(last)}` : 'no event had come';
    const buffered = !last && !this.finished && this.status === 200 ? '; does a proxy hold the stream back?' : '';
    return new StreamError(this.options.redact(`The stream ${this.title()} ${problem}; ${seen}${buffered}`));
  }
}
