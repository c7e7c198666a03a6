/** One server-sent event. */
export interface Frame {
  readonly kind: string;
  readonly data: unknown;
}

const field = (text: string, name: string): string | undefined => new RegExp(`^${name}: ?(.*)$`, 'm').exec(text)?.[1];

/** Events of a stream's text, whatever the pieces that it comes in; comments are left out. */
export async function* framesOf(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Frame> {
  let rest = '';
  for await (const text of texts) {
    const parts = `${rest}${text}`.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const data = field(part, 'data');
      if (data !== undefined) yield { kind: field(part, 'event') ?? 'message', data: JSON.parse(data) as unknown };
    }
  }
}

/** Events as text, numbered from 0. */
export async function* textsOf(frames: AsyncIterable<Frame>): AsyncGenerator<string> {
  let id = 0;
  for await (const { kind, data } of frames) {
    yield `event: ${kind}\ndata: ${JSON.stringify(data)}\nid: ${String(id)}\n\n`;
    id += 1;
  }
}
