/** A textbook page as a reader takes it in. */
export interface Page {
  /** First line, or undefined when the page starts amid its text. */
  heading: string | undefined;
  objectives: string[];
  examples: string[];
  misconceptions: string[];
  assessments: Assessment[];
  /** Sentences of the text that is neither heading nor labelled. */
  sentences: string[];
}

export interface Assessment {
  level: 'basic' | 'proficient' | 'advanced';
  prompt: string;
  answer: string;
}

export const levels: Assessment['level'][] = ['basic', 'proficient', 'advanced'];

const label = /^(objective|example|misconception|question|answer)s?(?:\s*\((\w+)\))?\s*:\s*/i;
/** Headings of pages that go on with the matter of the page before. */
const continuation = /\(?\s*\b(?:continued|cont\.|contd\.?)\s*\)?/i;
const longestHeading = 120;

/** The page text within a prompt: what follows a line of its own such as "Page text:", else all of it. */
export function pageText(prompt: string): string {
  const marker = /^[^\n:]*\b(?:page (?:text|content)|text of (?:the|this) page)\b[^\n:]*:[ \t]*\n/im.exec(prompt);
  const text = marker === null ? prompt : prompt.slice(marker.index + marker[0].length);
  return text.replace(/^\s*(?:-{3,}|"{3}|`{3})[ \t]*$/gm, '').trim();
}

export function readPage(text: string): Page {
  const lines = joinWrapped(text);
  const first = lines[0];
  const heading = first === undefined || label.test(first) ? undefined : first.slice(0, longestHeading);
  const rest = heading === undefined ? lines : lines.slice(1);
  const labelled = (name: string): string[] =>
    rest.filter((line) => label.exec(line)?.[1]?.toLowerCase() === name).map((line) => line.replace(label, '').trim());
  return {
    heading,
    objectives: labelled('objective'),
    examples: labelled('example'),
    misconceptions: labelled('misconception'),
    assessments: readAssessments(rest),
    sentences: rest.filter((line) => !label.test(line)).flatMap(sentencesOf),
  };
}

/** Whether a heading says that its page goes on with an earlier one, and the heading without that. */
export function readHeading(heading: string): { title: string; continued: boolean } {
  const title = heading
    .replace(continuation, '')
    .replace(/^[\s#*:.-]+|[\s:.,;-]+$/g, '')
    .trim();
  return { title, continued: continuation.test(heading) };
}

export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}|\p{N}/u.test(sentence));
}

/** Printed lines break where the column ends: a line that starts in lower case belongs to the one before. */
function joinWrapped(text: string): string[] {
  const joined: string[] = [];
  for (const line of text.split('\n').map((part) => part.replace(/\s+/g, ' ').trim())) {
    const last = joined.at(-1);
    if (line === '') continue;
    if (last !== undefined && joined.length > 1 && /^\p{Ll}/u.test(line) && !label.test(line)) {
      joined[joined.length - 1] = `${last} ${line}`;
    } else joined.push(line);
  }
  return joined;
}

/** "Question: … Answer: …", on one line or on two; a level may stand in brackets after "Question". */
function readAssessments(lines: string[]): Assessment[] {
  const found: Assessment[] = [];
  for (const line of lines) {
    const [head, name, level] = label.exec(line) ?? [];
    if (head === undefined) continue;
    const last = found.at(-1);
    if (name?.toLowerCase() === 'answer' && last?.answer === '') last.answer = line.slice(head.length).trim();
    if (name?.toLowerCase() !== 'question') continue;
    const [prompt = '', answer = ''] = line.slice(head.length).split(/\s*\bAnswer:\s*/i);
    const known = levels.find((candidate) => candidate === level?.toLowerCase());
    found.push({ level: known ?? levels[found.length % levels.length] ?? 'basic', prompt: prompt.trim(), answer });
  }
  return found;
}
