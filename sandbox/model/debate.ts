import type { Draw } from './draw.ts';

type Input = Record<string, unknown>;

/** What a discussion among agents asks for: by whom, with which figures (max_tokens/temperature), and whether it is JSON. */
const voices = {
  agent: { figures: '800/0.7', json: false },
  moderator: { figures: '1000/0.2', json: true },
  collator: { figures: '1000/0.2', json: false },
  summarizer: { figures: '500/0.3', json: false },
  architect: { figures: '2000/0.6', json: true },
  writer: { figures: '2000/0.6', json: false },
};

/** The purposes of a discussion, each named by the `task` of the message. */
export const debatePurposes = [
  'agenda-proposal',
  'agenda-refinement',
  'agenda-collation',
  'agenda-vote',
  'agenda-synthesis',
  'agenda-suggestion',
  'agenda-revision',
  'discussion',
  'relevance',
  'round-summary',
  'conclusion-poll',
  'final-considerations',
  'topic-structure',
  'topic-section',
  'topic-conclusion',
  'session-poll',
  'final-structure',
  'final-section',
] as const;

export type DebatePurpose = (typeof debatePurposes)[number];

const voiceOf: Record<DebatePurpose, keyof typeof voices> = {
  'agenda-proposal': 'agent',
  'agenda-refinement': 'agent',
  'agenda-collation': 'collator',
  'agenda-vote': 'agent',
  'agenda-synthesis': 'moderator',
  'agenda-suggestion': 'agent',
  'agenda-revision': 'moderator',
  discussion: 'agent',
  relevance: 'moderator',
  'round-summary': 'summarizer',
  'conclusion-poll': 'agent',
  'final-considerations': 'agent',
  'topic-structure': 'architect',
  'topic-section': 'writer',
  'topic-conclusion': 'summarizer',
  'session-poll': 'agent',
  'final-structure': 'architect',
  'final-section': 'writer',
};

/** How each is told apart from every other request. */
export const debateKinds = debatePurposes.map((purpose) => ({ purpose, task: purpose, ...voices[voiceOf[purpose]] }));

/** A request of a discussion: the task, and what was said before it, oldest first. */
export interface Debate {
  input: Input;
  memory: readonly { role: string; text: string }[];
}

type Reply = (debate: Debate, choice: Choice) => string;

/** Where a varied answer differs from a scripted one. */
interface Choice {
  pick: (options: readonly [string, ...string[]]) => string;
  /** False for a scripted answer. */
  chance: (share: number) => boolean;
  whole: (least: number, most: number, usual: number) => number;
}

const always: Choice = { pick: ([first]) => first, chance: () => false, whole: (_, __, usual) => usual };

const textOf = (value: unknown, otherwise = ''): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const recordsOf = (value: unknown): Input[] =>
  Array.isArray(value) ? value.filter((one): one is Input => typeof one === 'object' && one !== null) : [];
const roundOf = (input: Input): string => (typeof input['round'] === 'number' ? String(input['round']) : 'one');
const short = (text: unknown): string => textOf(text, 'the theme').slice(0, 60).trim();
const numbered = (lines: readonly string[]): string =>
  lines.map((line, place) => `${String(place + 1)}. ${line}`).join('\n');
const linesOf = (text: string): string[] =>
  text.split('\n').flatMap((line) => /^\s*(?:\d+[.)]|[-•*])\s*(.+)$/.exec(line)?.[1]?.trim() ?? []);
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const proposals = (theme: string): string[] => [
  `Foundations of ${theme}`,
  `Risks of ${theme}`,
  `Limits of ${theme}`,
  `Costs of ${theme}`,
  `The future of ${theme}`,
];

/** What an agent says to a topic: to the last speaker, or to what the rounds before came to. */
const speak: Reply = ({ input, memory }, { pick }) => {
  const [agent, topic] = [textOf(input['agent'], 'an agent'), textOf(input['topic'], 'the topic')];
  const last = memory.filter(({ role }) => role === 'user').at(-1);
  const [, speaker, words] = /^([^:]+): ([\s\S]*)$/.exec(last?.text ?? '') ?? [];
  const summary = textsOf(input['round_summaries']).at(-1);
  const answer = speaker ? `To ${speaker}, who said "${(words ?? '').slice(0, 60)}": ` : '';
  const before = summary ? ` So far: ${summary.slice(0, 80)}` : '';
  const view = pick(['a benefit that is easily overlooked', 'a risk worth naming', 'a “third way” – naïve or not']);
  return `${answer}${agent} sees in ${topic} ${view} (round ${roundOf(input)}).${before}`;
};

const structure = (titles: readonly string[]): string =>
  JSON.stringify({ sections: titles.map((title) => ({ title, description: `What belongs to: ${title}` })) });

const section: Reply = ({ input }, { pick }) => {
  const asked = input['section'];
  const title = textOf((typeof asked === 'object' && asked !== null ? (asked as Input) : {})['title'], 'this section');
  const about = textOf(input['topic'], textOf(input['theme'], 'the theme'));
  return `${title}, as far as ${about} is concerned: ${pick(['the rounds agree on the essentials.', 'views differ – “with reason”.', 'more is open than settled.'])}`;
};

const replies: Record<DebatePurpose, Reply> = {
  'agenda-proposal': ({ input }, { whole, pick }) =>
    pick(['', 'Here are my topics:\n']) + numbered(proposals(short(input['theme'])).slice(0, whole(3, 5, 3))),
  'agenda-refinement': ({ input }) => {
    const agenda = textsOf(input['agenda']);
    return agenda.length > 0 ? numbered(agenda) : textOf(input['own']);
  },
  'agenda-collation': ({ input }, { pick }) => {
    const topics = distinct(recordsOf(input['proposals']).flatMap((one) => linesOf(textOf(one['proposals']))));
    const mark = pick(['', '-', '•', '*']);
    return mark === '' ? numbered(topics) : topics.map((topic) => `${mark} ${topic}`).join('\n');
  },
  'agenda-vote': ({ input }, { chance }) => {
    const topics = textsOf(input['topics']);
    const ranked = chance(0.5) ? [...topics].reverse() : topics;
    return `I would begin with ${ranked.join(', then ')}.`;
  },
  'agenda-synthesis': ({ input }, { whole }) =>
    JSON.stringify({ proposed_agenda: textsOf(input['topics']).slice(0, whole(2, 5, 5)) }),
  'agenda-suggestion': ({ input }) => `Keep ${textsOf(input['agenda']).join(' and ') || 'the agenda as it is'}.`,
  'agenda-revision': ({ input }) => JSON.stringify({ revised_agenda: textsOf(input['agenda']) }),
  discussion: speak,
  relevance: (_, { whole }) =>
    JSON.stringify({ relevance_score: whole(70, 100, 90) / 100, reason: 'It speaks to the topic.' }),
  'round-summary': ({ input }) => {
    const speakers = distinct(recordsOf(input['messages']).map((one) => textOf(one['speaker'], 'somebody')));
    return `In round ${roundOf(input)} on ${textOf(input['topic'], 'the topic')}, ${speakers.join(', ')} weighed benefits against risks.`;
  },
  'conclusion-poll': ({ input }, { chance, pick }) =>
    chance(0.3)
      ? pick(['No. There is more to say.', 'No – not yet.'])
      : `Yes. Round ${roundOf(input)} has covered ${textOf(input['topic'], 'the topic')}.`,
  'final-considerations': ({ input }) =>
    `${textOf(input['agent'], 'An agent')} asks to keep in mind what ${textOf(input['topic'], 'the topic')} leaves open.`,
  'topic-structure': (_, { whole }) =>
    structure(
      ['Background', 'Positions', 'Points of agreement', 'Open questions', 'Outlook', 'Conclusions'].slice(
        0,
        whole(3, 6, 4),
      ),
    ),
  'topic-section': section,
  'topic-conclusion': ({ input }) =>
    `The discussion of ${textOf(input['topic'], 'the topic')} is over. Its benefits and risks were weighed. Some questions stay open.`,
  'session-poll': (_, { chance }) => (chance(0.15) ? 'End. We have said enough.' : 'Continue. There is more to learn.'),
  'final-structure': (_, { whole }) =>
    structure(
      ['Overview', 'Findings', 'Agreements', 'Disagreements', 'Open questions', 'Outlook'].slice(0, whole(4, 6, 4)),
    ),
  'final-section': section,
};

/** Equal requests get equal answers. */
export const scriptedDebate = (purpose: DebatePurpose, debate: Debate): string => replies[purpose](debate, always);

/** Answers that differ as a real model's do. */
export const variedDebate = (purpose: DebatePurpose, debate: Debate, draw: Draw): string =>
  replies[purpose](debate, {
    pick: (options) => draw.pick(options),
    chance: (share) => draw.chance(share),
    whole: (least, most) => draw.whole(least, most),
  }) + draw.pick(['', '', '\n']);

/** What answers each purpose of a discussion. */
export const debates = <R>(reply: (purpose: DebatePurpose) => R): Record<DebatePurpose, R> =>
  Object.fromEntries(debatePurposes.map((purpose) => [purpose, reply(purpose)])) as Record<DebatePurpose, R>;
