/** A JSON object. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';
const isFew = (list: readonly unknown[]): boolean => list.length >= 1 && list.length <= 10;
const isTurnOrder = (value: unknown): value is string[] => Array.isArray(value) && isFew(value) && value.every(isText);
const isVote = (value: unknown): boolean => isFields(value) && 'voter_id' in value;

/** A single entry that was wrapped into a list by its writer: of phases, of rounds, of summaries. */
const isWrapped = (value: unknown): boolean =>
  isFields(value) &&
  [
    ['from_phase', 'to_phase'],
    ['round_id', 'round_number'],
    ['round_number', 'summary_text'],
  ].some((keys) => keys.every((key) => key in value));

/** What an update of an append field adds to the list (contract 6, in its order of tests). */
function additions(update: unknown): unknown[] {
  if (!Array.isArray(update)) return [update];
  if (update.length === 0) return [];
  if (isTurnOrder(update)) return [update];
  const [only] = update as unknown[];
  if (update.length === 1 && (isWrapped(only) || isTurnOrder(only))) return [only];
  if (update.every(isVote)) {
    if (isFew(update)) return update;
    console.error(`${String(update.length)} votes in one update are more than ten: they are kept as one entry`);
    return [update];
  }
  console.warn('a list was written to an append field: it is kept as one entry');
  return [update];
}

/** safe_list_append. */
function append(current: unknown, update: unknown): unknown[] {
  const list = current == null ? [] : Array.isArray(current) ? (current as unknown[]) : [current];
  return update == null ? list : [...list, ...additions(update)];
}

/** Shallow merge, the update wins; what is no object changes nothing. */
function merge(current: Fields, update: unknown): Fields {
  return isFields(update) ? { ...current, ...update } : current;
}

/** Existing and update, key by key. */
function addPerKey(current: Fields, update: unknown): Fields {
  if (!isFields(update)) return current;
  const sums = Object.entries(update).map(([key, value]) => [key, Number(current[key] ?? 0) + Number(value)]);
  return { ...current, ...(Object.fromEntries(sums) as Fields) };
}

function add(current: number, update: unknown): number {
  return typeof update === 'number' ? current + update : current;
}

/** Shallow merge of what is under each key; message counts are added when both sides have one. */
function mergeCounted(current: Fields, update: unknown): Fields {
  if (!isFields(update)) return current;
  const merged = Object.entries(update).map(([key, value]) => {
    const before = current[key];
    if (!isFields(before) || !isFields(value)) return [key, value];
    const { message_count: had } = before;
    const { message_count: got } = value;
    const counted = typeof had === 'number' && typeof got === 'number' ? { message_count: had + got } : {};
    return [key, { ...before, ...value, ...counted }];
  });
  return { ...current, ...(Object.fromEntries(merged) as Fields) };
}

const histories = ['approval_history', 'periodic_stop_responses'] as const;

/** merge_hitl_state: a history of one entry is appended, any other replaces. */
function mergeApproval(current: Fields, update: unknown): Fields {
  if (!isFields(update)) return current;
  const merged: Fields = { ...current, ...update };
  for (const name of histories) {
    const [had, got] = [current[name], update[name]];
    if (Array.isArray(got) && got.length === 1 && Array.isArray(had))
      merged[name] = [...(had as unknown[]), ...(got as unknown[])];
  }
  return merged;
}

/** What a field with a reducer becomes by an update (contract 6). */
export const reducers = { append, merge, addPerKey, add, mergeCounted, mergeApproval };

export type Reducers = typeof reducers;
