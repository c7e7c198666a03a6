import { distance, likeness } from './similarity.ts';

/** One student of a class's roster. */
export interface Student {
  student_id: string;
  first_name: string;
  last_name: string;
  full_legal_name: string;
  email: string | null;
}

export interface Suggestion {
  student_id: string;
  student_name: string;
  student_email: string | null;
  confidence_score: number;
  match_reasons: string[];
  extraction_metadata: { source: string };
}

type Match = Pick<Suggestion, 'confidence_score' | 'match_reasons' | 'extraction_metadata'>;

/** Names are looked for in the first lines only: further down they may be those of other people. */
const headerLines = 10;
const limit = 3;
/** From this score on the best suggestion stands alone (contract d.6). */
const certain = 0.85;

const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

const label = /^(?:name|namn|student|elev|author|författare|by|av)\s*[:-]\s*/i;

/** What a text says about who wrote it: e-mail addresses anywhere, and lines of its head that may be names. */
function clues(text: string): { emails: string[]; names: string[] } {
  const emails = text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const names = lines.slice(0, headerLines).map((line) => plain(line.trim().replace(label, '')));
  return { emails: emails.map(plain), names };
}

function byEmail(email: string, found: readonly string[]): Match | undefined {
  const wanted = plain(email);
  const changes = Math.min(...found.map((candidate) => distance(wanted, candidate)));
  const extraction_metadata = { source: 'email' };
  if (changes === 0) return { confidence_score: 0.98, match_reasons: ['email_exact'], extraction_metadata };
  if (changes > 2) return undefined;
  return { confidence_score: changes === 1 ? 0.88 : 0.79, match_reasons: ['email_fuzzy'], extraction_metadata };
}

function byName(
  { first_name: first, last_name: last, full_legal_name: legal }: Student,
  lines: readonly string[],
): Match | undefined {
  const extraction_metadata = { source: 'header' };
  const names = [`${first} ${last}`, legal].map(plain).filter((name) => name !== '');
  if (lines.some((line) => names.includes(line))) {
    return { confidence_score: 0.95, match_reasons: ['name_exact'], extraction_metadata };
  }
  const holds = (line: string, name: string): boolean =>
    ` ${line.replace(/[^\p{L}\p{N}'-]+/gu, ' ')} `.includes(` ${plain(name)} `);
  if (lines.some((line) => holds(line, first) && holds(line, last))) {
    return { confidence_score: 0.85, match_reasons: ['first_last_match'], extraction_metadata };
  }
  const best = Math.max(...lines.flatMap((line) => names.map((name) => likeness(line, name))), 0);
  if (best < 0.7) return undefined;
  const confidence_score = Math.round((0.45 + (Math.min(best, 1) - 0.7)) * 100) / 100;
  return { confidence_score, match_reasons: ['name_fuzzy'], extraction_metadata };
}

/** Who of the roster may have written the text, the likeliest first: three at most, one when that one is certain. */
export function suggest(text: string, roster: readonly Student[]): Suggestion[] {
  const { emails, names } = clues(text);
  const found = roster.flatMap((student) => {
    const { student_id, first_name: first, last_name: last, full_legal_name: legal, email } = student;
    const matches = [email === null ? undefined : byEmail(email, emails), byName(student, names)];
    const [best] = matches
      .filter((match) => match !== undefined)
      .sort((left, right) => right.confidence_score - left.confidence_score);
    const student_name = legal === '' ? `${first} ${last}` : legal;
    return best === undefined ? [] : [{ student_id, student_name, student_email: email, ...best }];
  });
  found.sort((left, right) => right.confidence_score - left.confidence_score);
  const [first] = found;
  return first !== undefined && first.confidence_score >= certain ? [first] : found.slice(0, limit);
}
