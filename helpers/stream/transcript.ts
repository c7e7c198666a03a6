import type { StreamEvent } from './declaration.ts';

const longest = 1_500;

const cut = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest)} … (${String(text.length)} characters)` : text;

/** Number, kind, id and moment of an event. */
export const describeEvent = ({ number, kind, id, at }: StreamEvent): string =>
  `${String(number)} ${kind}${id === undefined ? '' : ` (id ${id})`} after ${String(Math.round(at))} ms`;

/** A stream as text: one line for each event, and why it failed. */
export function transcriptOf(title: string, events: readonly StreamEvent[], failure: string | undefined): string {
  const lines = events.map((event) => `#${describeEvent(event)} ${cut(JSON.stringify(event.data))}`);
  return [title, ...lines, ...(failure === undefined ? [] : [`! ${failure}`])].join('\n');
}
