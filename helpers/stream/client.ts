import type { LooseRequest, TypedRequest } from '../http/operation.ts';
import type { Redact } from '../http/redaction.ts';
import type { StreamDeclaration, StreamPatience } from './declaration.ts';
import { Stream } from './stream.ts';

export interface StreamClientOptions {
  readonly baseUrl: string;
  readonly patience: StreamPatience;
  readonly redact: Redact;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called before a stream is opened; throws to refuse it. */
  readonly beforeOpen: (declaration: StreamDeclaration) => void;
}

/** Opens the declared streams of one deployment, and knows which of them nobody judged. */
export class StreamClient {
  readonly streams: Stream<StreamDeclaration>[] = [];

  constructor(private readonly options: StreamClientOptions) {}

  /** Opens a stream on a connection of its own; the wait for its answer is that of `opened`, `until` and `toEnd`. */
  open<D extends StreamDeclaration>(
    declaration: D,
    request: TypedRequest<D> & LooseRequest,
    patience: Partial<StreamPatience> = {},
  ): Stream<D> {
    const { beforeOpen, ...options } = this.options;
    beforeOpen(declaration);
    const stream = new Stream(declaration, { ...options, request, patience: { ...options.patience, ...patience } });
    this.streams.push(stream as unknown as Stream<StreamDeclaration>);
    return stream;
  }

  /** Titles of streams that were neither read to their end nor aborted. */
  unjudged(): string[] {
    return this.streams.filter(({ judged }) => !judged).map((stream) => stream.transcript().split('\n')[0] ?? '');
  }

  /** What went over the wire of all of them. */
  transcripts(): string {
    return this.streams.map((stream) => stream.transcript()).join('\n\n');
  }

  /** Closes what is still open. */
  close(): void {
    for (const stream of this.streams) stream.close();
  }
}
