import { keyOf, readBoundary } from './boundary.ts';
import { debates, variedDebate } from './debate.ts';
import type { Draw } from './draw.ts';
import { factsOf } from './facts.ts';
import { judge } from './grading.ts';
import { goalsFor, sectionFor } from './individual-plan.ts';
import { levels, pageText, readPage } from './page.ts';
import type { Purpose } from './rule.ts';
import { debateOf, longestSummary, readTitles, summarise, type Question } from './scripted.ts';
import { readLesson } from './tutor.ts';

/** Answers that differ as a real model's do, within what contract section e allows. */
export type VariedReply = (question: Question, draw: Draw) => string;

export const varied = {
  ocr: ({ recognised }, draw) =>
    recognised
      .split('\n')
      .map((line) => line + draw.pick(['', '', ' ', '  ']))
      .join(draw.pick(['\n', '\n', '\n\n'])) + draw.pick(['', '\n']),
  summary: ({ request }, draw) => {
    const whole = summarise(request.user);
    const [heading = '', body = ''] = whole.split('\n');
    const forms = [
      whole,
      `${heading}\n“${body}”`,
      `${heading}. ${body}`,
      `${heading} – ${body.slice(0, draw.whole(40, 200))}…`,
    ];
    return draw.pick([whole, ...forms]).slice(0, longestSummary);
  },
  boundary: ({ request }, draw) => {
    const { open, title, continues } = readBoundary(request.user);
    const goesOn = open.length > 0 && (continues !== undefined) !== draw.chance(0.2);
    const scores = goesOn ? continueScores(draw) : newScores(draw);
    const key = continues ?? open[draw.whole(0, open.length - 1)]?.key ?? null;
    const word = goesOn ? 'continue' : 'new';
    const name = draw.pick([title, title, `${title} – étude`, `${title} ✓`]);
    return json(draw, {
      // The scores decide, not the word (contract d.5).
      decision: draw.chance(0.1) ? draw.pick(['continue', 'new']) : word,
      ...scores,
      continue_subtopic_key: goesOn && draw.chance(0.9) ? key : null,
      new_subtopic_key: goesOn && draw.chance(0.8) ? null : draw.pick([keyOf(name), name]),
      new_subtopic_title: goesOn && draw.chance(0.8) ? null : name,
      reasoning: draw.pick(['The heading tells.', 'Judged by the “tone” of the page…', '']),
    });
  },
  facts: ({ request }, draw) => {
    const facts = factsOf(request.user);
    const title = readPage(pageText(request.user)).heading ?? 'the page';
    const extra = (words: string): string[] =>
      ['first', 'second', 'third'].map((nth) => `${words} ${title} – ${nth} way`);
    const assessments = extra('Try').map((prompt) => ({
      level: draw.pick(['basic', ...levels]),
      prompt,
      answer: 'Ça dépend.',
    }));
    const mixed = {
      objectives_add: draw.some([...facts.objectives_add, ...extra('See')], 1, 4),
      examples_add: draw.some([...facts.examples_add, ...extra('Watch')], 1, 4),
      misconceptions_add: draw.some([...facts.misconceptions_add, ...extra('Mistaking')], 1, 4),
      assessments_add: draw.some([...facts.assessments_add, ...assessments], 1, 4),
    };
    return json(draw, optional(draw, mixed, Object.keys(mixed), 0.08));
  },
  description: ({ request }, draw) => {
    const { topic, subtopic, objective, example } = readTitles(request.user);
    // Now and then a first try is no good, and the caller has to ask again (contract d.8).
    if (draw.chance(0.05)) return 'Sure!';
    const lines = [
      `Explain ${subtopic} with things that the students can touch.`,
      `Show how it follows from ${topic}, and draw it “step by step”.`,
      `Practice with an example: ${example}`,
      `Check that everybody can do this: ${objective}`,
      `Let pairs of students teach each other – naïve errors are welcome.`,
      `Understand first, calculate second: no rule without a reason.`,
    ];
    return draw.some(lines, 3, 6).join(draw.pick(['\n', '\n\n']));
  },
  question: ({ input }, draw) => {
    const { topic, pinned } = readLesson(input);
    const asked =
      pinned ?? draw.pick([`What do you know about ${topic}?`, `How would you explain ${topic} to a friend?`]);
    const lead = draw.pick(['', '', 'Let’s see: ', 'Très bien – here we go: ', 'Okay! ']);
    const hints = draw.some([`Think of ${topic}.`, 'One step at a time…', 'Use your fingers ✋'], 0, 3);
    const content = { message: `${lead}${asked}`, hints, expected_answer_form: draw.pick(['number', 'short_text']) };
    return json(draw, optional(draw, content, ['hints', 'expected_answer_form'], 0.2));
  },
  grading: ({ input }, draw) => {
    const { kind, score, labels, reason } = judge(input);
    const good = kind === 'right' || (kind === 'open' && score >= 0.8);
    const content = {
      score: good ? draw.score(0.85, 1) : kind === 'open' ? draw.score(0, 0.7) : draw.score(0, 0.4),
      rationale: draw.pick([reason, `${reason} – “judged kindly”.`, `Voilà: ${reason}`]),
      labels: good ? [] : [...labels, ...draw.some(['guessing', 'naïve reading of the question'], 0, 2)].slice(0, 3),
      confidence: draw.score(0.7, 0.99),
    };
    // A wrong reply keeps its labels: a lesson has to tell what was misunderstood.
    return json(draw, optional(draw, content, good ? ['labels'] : [], 0.5));
  },
  remediation: ({ input }, draw) => {
    const { topic, labels, pinned } = readLesson(input);
    const message = draw.pick([
      `No worries! ${topic} is tricky: ${labels.join(', ')}.`,
      `Let us slow down… ${topic} once more.`,
      `Almost – look at ${topic} from the other side.`,
    ]);
    const content = { message, followup: pinned ?? draw.pick(['Please try again.', 'Now you, once more!']) };
    return json(draw, optional(draw, content, ['followup'], 0.3));
  },
  'plan-section': ({ input }, draw) => {
    const judgement = draw.pick(['shows steady progress', 'needs daily support', '“copes well” – with a peer']);
    return json(draw, sectionFor(input, judgement));
  },
  'plan-goals': ({ input }, draw) => json(draw, { goals: goalsFor(input, draw.whole(1, 4)) }),
  ...debates((purpose) => (question: Question, draw: Draw) => variedDebate(purpose, debateOf(question), draw)),
} satisfies Record<Purpose, VariedReply>;

/** Scores of the rows of contract d.5 that end in "continue". */
function continueScores(draw: Draw): Scores {
  if (draw.chance(0.7)) return { continue_score: draw.score(0.6, 1), new_score: draw.score(0, 0.69) };
  const lower = draw.score(0, 0.5);
  return { continue_score: draw.score(lower + 0.01, 0.59), new_score: lower };
}

/** Scores of the rows of contract d.5 that end in "new". */
function newScores(draw: Draw): Scores {
  if (draw.chance(0.7)) return { continue_score: draw.score(0, 1), new_score: draw.score(0.75, 1) };
  const lower = draw.score(0, 0.59);
  return { continue_score: lower, new_score: draw.score(lower, 0.74) };
}

interface Scores {
  continue_score: number;
  new_score: number;
}

/** Leaves out, or now and then nulls, fields that need not be there. */
function optional(draw: Draw, content: object, names: string[], share: number): object {
  const entries = Object.entries(content).map(([name, value]: [string, unknown]) => {
    const gone = names.includes(name) && draw.chance(share);
    return gone ? (draw.chance(0.3) ? [name, null] : undefined) : [name, value];
  });
  return Object.fromEntries(entries.filter((entry) => entry !== undefined)) as object;
}

function json(draw: Draw, content: object): string {
  return (
    draw.pick(['', '', '\n', '  ']) + JSON.stringify(content, null, draw.pick([0, 0, 2, 4])) + draw.pick(['', '\n'])
  );
}
