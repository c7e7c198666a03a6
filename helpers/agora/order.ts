import type { RunEvent } from './outcome.ts';
import { reduced, type StateValues } from './state/values.ts';
import { same } from './same.ts';

type Written = Readonly<Record<string, unknown>>;

/** Fields to whose list a node adds one item, or a batch of them. */
const lists = [
  ...['phase_history', 'round_history', 'turn_order_history', 'completed_topics', 'vote_history', 'votes'],
  ...['round_summaries', 'warnings'],
] as const;

const isQuestion = ({ data }: RunEvent): boolean => '__interrupt__' in data;

/** What a node's update wrote; nothing for a question. */
const writtenBy = ({ kind, data }: RunEvent): Written | undefined => {
  if (kind !== 'updates' || '__interrupt__' in data) return undefined;
  return Object.assign({}, ...Object.values(data)) as Written;
};

/** Whether a list ends with what was written: an item, or a batch of them. */
function isAppended(list: unknown, written: unknown): boolean {
  if (!Array.isArray(list)) return false;
  if (same(list.at(-1), written)) return true;
  return Array.isArray(written) && (written.length === 0 || same(list.slice(-written.length), written));
}

/** Where a state does not show what the node before it wrote: as it is, or reduced (contract 6). */
function lostIn(written: Written, state: StateValues): string[] {
  const shown = state as Written;
  return Object.entries(written)
    .filter(([name, value]) => {
      if (value === null || value === undefined) return false;
      if ((lists as readonly string[]).includes(name)) return !isAppended(shown[name], value);
      return !(name in reduced) && !same(shown[name], value);
    })
    .map(([name]) => name);
}

/** What is wrong with the order of a run's events among one another (langgraph-server 7). */
export function orderProblems(events: readonly RunEvent[]): string[] {
  const shown = events.filter(({ kind }) => kind === 'values' || kind === 'updates');
  return shown.flatMap((event, index) => {
    const at = `event ${String(event.number)} (${event.kind})`;
    const [before, after] = [shown[index - 1], shown[index + 1]];
    if (isQuestion(event)) {
      if (event.kind === 'updates') return index === shown.length - 2 ? [] : [`${at} asks before the end of its run`];
      const repeats = before && same(before.data, event.data);
      return repeats ? [] : [`${at} does not repeat the question of the update before it`];
    }
    if (event.kind === 'values')
      return index > 0 && before?.kind === 'values' ? [`${at} is another state without an update`] : [];
    if (index === 0) return [`${at} comes before the state that the run began with`];
    const written = writtenBy(event) ?? {};
    if (Object.keys(written).length === 0) return [];
    if (after?.kind !== 'values' || isQuestion(after)) return [`${at} is followed by no state`];
    const lost = lostIn(written, after.data);
    return lost.length > 0 ? [`${at}: the state behind it does not show what was written to ${lost.join(', ')}`] : [];
  });
}
