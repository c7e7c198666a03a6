const isText = (value: unknown): value is string => typeof value === 'string';
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/** A queue of topics as it should be: one level of nested lists flattened, texts trimmed, blank ones and others dropped. */
export function cleanQueue(queue: unknown): string[] {
  if (!Array.isArray(queue)) return [];
  return queue
    .flat()
    .filter(isText)
    .map((topic) => topic.trim())
    .filter((topic) => topic !== '');
}

const marked = /^\s*(?:\d+\.|[-•*])\s*(.+)$/;

/** The topics of a moderator's list: its numbered and bulleted lines, the first of equal ones. */
export const listedTopics = (text: string): string[] =>
  distinct(text.split('\n').flatMap((line) => marked.exec(line)?.[1]?.trim() ?? [])).filter((topic) => topic !== '');

/** The same without a moderator: lines of the proposals that start with a digit or a dash, at most ten. */
export function topicsOf(proposals: readonly string[]): string[] {
  const lines = proposals.flatMap((text) => text.split('\n')).map((line) => line.trim());
  const topics = lines.filter((line) => /^[\d-]/.test(line)).map((line) => line.replace(/^[\d.\-)\s]+/, '').trim());
  return distinct(topics.filter((topic) => topic !== '')).slice(0, 10);
}

/** A list of texts under one key of a JSON object, which may stand inside other words; undefined for anything else. */
export function jsonList(text: string, key: string): string[] | undefined {
  const found = jsonOf(text);
  const list = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined;
  const topics = Array.isArray(list) ? cleanQueue(list) : [];
  return topics.length === 0 ? undefined : topics;
}

/** The JSON of an answer, from its first bracket to its last; undefined when there is none. */
export function jsonOf(text: string): unknown {
  const json = /[[{][\s\S]*[\]}]/.exec(text)?.[0];
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
