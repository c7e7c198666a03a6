import type { Shard } from '../store/guideline-documents.ts';

export interface OpenSubtopic {
  topic_key: string;
  topic_title: string;
  subtopic_key: string;
  subtopic_title: string;
  evidence: string;
}

export interface BoundaryContext {
  page: number;
  subject: string;
  grade: number;
  open: readonly OpenSubtopic[];
  /** Summaries of the two pages before, as far as there are any. */
  earlier: readonly { page: number; summary: string }[];
  summary: string;
}

export interface FactsContext {
  pageText: string;
  subtopicTitle: string;
  grade: number;
  subject: string;
}

export const editorSystems = {
  summary: 'You summarise a page of a school textbook in two or three sentences, beginning with its heading.',
  boundary:
    'You decide whether a textbook page continues an open subtopic or begins a new one. Answer with a JSON object: {"decision": "continue"|"new", "continue_score": 0..1, "new_score": 0..1, "continue_subtopic_key": str|null, "new_subtopic_key": str|null, "new_subtopic_title": str|null, "reasoning": str}.',
  facts:
    'You extract teaching facts from a textbook page. Answer with a JSON object: {"objectives_add": [str], "examples_add": [str], "misconceptions_add": [str], "assessments_add": [{"level": "basic"|"proficient"|"advanced", "prompt": str, "answer": str}]}.',
  description: 'You write a teaching description of 3 to 6 lines for a teacher, at most 600 characters in all.',
};

/** `Pages {a}-{b}: {n} objectives, {m} examples`, the evidence line of a subtopic. */
export function evidenceLine({ source_page_start, source_page_end, objectives, examples }: Shard): string {
  const range = `${String(source_page_start)}-${String(source_page_end)}`;
  return `Pages ${range}: ${String(objectives.length)} objectives, ${String(examples.length)} examples`;
}

/** The user message of P3, in the form of contract e. */
export function boundaryPrompt({ page, subject, grade, open, earlier, summary }: BoundaryContext): string {
  const topics = [...new Set(open.map(({ topic_key }) => topic_key))].flatMap((key) => {
    const subtopics = open.filter(({ topic_key }) => topic_key === key);
    const heading = `Topic: ${subtopics[0]?.topic_title ?? key} (${key})`;
    return [heading, ...subtopics.flatMap(subtopicLines)];
  });
  const summaries = earlier.map((each) => `Page ${String(each.page)}: ${each.summary}`);
  return [
    `Book: ${subject}, grade ${String(grade)}`,
    `Current Page: ${String(page)}`,
    '',
    'Open Subtopics:',
    ...(topics.length > 0 ? topics : ['(none yet)']),
    '',
    'Recent Pages:',
    ...(summaries.length > 0 ? summaries : ['(none)']),
    '',
    'Current Page Summary:',
    summary,
  ].join('\n');
}

function subtopicLines({ subtopic_title, subtopic_key, evidence }: OpenSubtopic): string[] {
  return [`- ${subtopic_title} (${subtopic_key})`, `  ${evidence}`];
}

/** The user message of P4. */
export function factsPrompt({ pageText, subtopicTitle, grade, subject }: FactsContext): string {
  return [
    `Subtopic: ${subtopicTitle}`,
    `Grade: ${String(grade)}`,
    `Subject: ${subject}`,
    '',
    'Page Text:',
    pageText,
  ].join('\n');
}

/** The user message of P5. */
export function descriptionPrompt(shard: Shard): string {
  const section = (name: string, entries: readonly string[]): string[] => [
    `${name}:`,
    ...entries.map((entry) => `- ${entry}`),
  ];
  return [
    `Topic: ${shard.topic_title}`,
    `Subtopic: ${shard.subtopic_title}`,
    ...section('Objectives', shard.objectives),
    ...section('Examples', shard.examples.slice(0, 5)),
    ...section('Misconceptions', shard.misconceptions),
    ...section(
      'Assessments',
      shard.assessments.slice(0, 3).map(({ level, prompt, answer }) => `[${level}] ${prompt} -> ${answer}`),
    ),
    `Evidence: ${evidenceLine(shard)}`,
  ].join('\n');
}
