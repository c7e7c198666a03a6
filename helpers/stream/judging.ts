import type { StreamDeclaration, StreamEvent } from './declaration.ts';

type Judged = { readonly event: StreamEvent } | { readonly problem: string };

/** One event against the schema of its kind. */
export function judgeEvent(
  declaration: StreamDeclaration,
  { number, id, kind, at }: Omit<StreamEvent, 'data'>,
  text: string,
): Judged {
  const schema = Object.hasOwn(declaration.events, kind) ? declaration.events[kind] : undefined;
  const which = `event ${String(number)} (${kind})`;
  if (!schema) return { problem: `sent ${which}, which is none of ${Object.keys(declaration.events).join(', ')}` };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { problem: `sent ${which} whose data are no JSON: ${text.slice(0, 200)}` };
  }
  const result = schema.safeParse(data);
  if (result.success) return { event: { number, id, kind, data: result.data, at } };
  const issues = result.error.issues.map(
    ({ path, message }) => `  - ${path.map(String).join('.') || '(data)'}: ${message}`,
  );
  return { problem: `sent ${which} that breaks its schema:\n${issues.join('\n')}\n${text.slice(0, 1000)}\n` };
}

/** What is wrong with the order of a whole stream, one line each; its ids must rise by one where the server gives any. */
export function judgeOrder({ first, last }: StreamDeclaration, events: readonly StreamEvent[]): string[] {
  const problems: string[] = [];
  if (events[0]?.kind !== first) problems.push(`it begins with ${events[0]?.kind ?? 'nothing'}, expected ${first}`);
  const again = events.slice(1).filter(({ kind }) => kind === first);
  problems.push(...again.map(({ number }) => `event ${String(number)} is another ${first}`));
  for (const { number, kind } of events.slice(0, -1))
    if (last.includes(kind)) problems.push(`event ${String(number)} (${kind}) is not the last`);
  const ids = events.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    const before = ids[index - 1];
    if (index > 0 && (id === undefined) !== (before === undefined))
      problems.push(
        `event ${String(index + 1)} ${id === undefined ? 'has no id' : 'has an id'}, unlike the one before`,
      );
    else if (index > 0 && id !== undefined && Number(id) !== Number(before) + 1)
      problems.push(`the id of event ${String(index + 1)} is ${id}, after ${String(before)}`);
  }
  return problems;
}
