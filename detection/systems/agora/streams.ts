import { replacing, type StreamFault } from '../../http/stream-faults.ts';
import type { Frame } from '../../http/frames.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const asked = '__interrupt__';
const asks = ({ data }: Frame): boolean => isFields(data) && asked in data;

/** What is asked is changed, in both of the events that tell of it. */
const asking = (change: (question: Fields) => Fields): StreamFault['change'] =>
  replacing(
    asks,
    (frame) => {
      const questions = (frame.data as Record<typeof asked, readonly Fields[]>)[asked];
      return questions.length > 0 ? [{ ...frame, data: { [asked]: questions.map(change) } }] : undefined;
    },
    'all',
  );

const valued = (change: (value: Fields) => Fields): StreamFault['change'] =>
  asking((question) => ({ ...question, value: change(question['value'] as Fields) }));

/** Questions to a person, and states, as the LangGraph server sends them. */
export const streamFaults: readonly StreamFault[] = [
  { operator: 'question-lost', description: 'what is asked is left out', change: replacing(asks, () => [], 'all') },
  {
    operator: 'question-twice',
    description: 'what is asked is told twice',
    change: replacing(asks, (frame) => [frame, frame], 'all'),
  },
  {
    operator: 'question-id',
    description: 'what is asked has another id',
    change: asking((question) => ({ ...question, id: String(question['id']).split('').reverse().join('') })),
  },
  {
    operator: 'question-type',
    description: 'something else is asked',
    change: valued((value) => ({
      ...value,
      type: value['type'] === 'periodic_stop' ? 'topic_conclusion' : 'periodic_stop',
    })),
  },
  {
    operator: 'question-options',
    description: 'what is asked lacks its first option',
    change: valued((value) => ({ ...value, options: (value['options'] as readonly string[]).slice(1) })),
  },
  {
    operator: 'question-member',
    description: 'what is asked lacks its message',
    change: valued((value) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'message'))),
  },
  {
    operator: 'other-node',
    description: 'what a node wrote is told of another one',
    change: replacing(
      (frame) => frame.kind === 'updates' && !asks(frame),
      (frame) => {
        const [[name, update] = ['', {}]] = Object.entries(frame.data as Fields);
        return [{ ...frame, data: { [name === 'file_output' ? 'agent_poll' : 'file_output']: update } }];
      },
    ),
  },
  {
    operator: 'unreduced',
    description: 'a state does not show what was written since the one before',
    async *change(frames, { applied }) {
      let before: Frame | undefined;
      let count = 0;
      for await (const frame of frames) {
        const isState = frame.kind === 'values' && !asks(frame);
        if (isState) count += 1;
        const isMeant = isState && count === 3 && before !== undefined;
        if (isMeant) applied();
        yield isMeant && before ? before : frame;
        if (isState) before = frame;
      }
    },
  },
];
