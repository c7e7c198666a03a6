/** A key from a title (contract d.6). Word characters are Python's: letters, digits and `_` of any script. */
export function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/[^\p{L}\p{N}-]/gu, '')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The topic that a book's subtopics fall under by default (contract d.5). */
export function defaultTopic(subject: string, grade: number): { key: string; title: string } {
  const key = `${subject.toLowerCase()}-grade-${String(grade)}`;
  const title = key
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');
  return { key, title };
}
