import { readHeading } from './page.ts';

/** What the boundary prompt (P3) tells, and what a careful reader would decide. */
export interface Boundary {
  /** Current Page. */
  page: number;
  open: { title: string; key: string }[];
  /** Title of this page, without "(continued)"; never empty, with a letter or digit. */
  title: string;
  /** Key of the open subtopic that this page goes on with, or undefined for a new one. */
  continues: string | undefined;
}

export function readBoundary(prompt: string): Boundary {
  const page = Number(/Current Page:\s*(\d+)/i.exec(prompt)?.[1] ?? 1);
  const open = [...prompt.matchAll(/^\s*- (.+) \(([^()\s]+)\)\s*$/gm)].map(([, title = '', key = '']) => ({
    title,
    key,
  }));
  const { title, continued } = readHeading(headingOf(summaryOf(prompt)));
  const same = open.find((subtopic) => subtopic.title.toLowerCase() === title.toLowerCase());
  const goesOn = same ?? (continued ? open.at(-1) : undefined);
  const usable = /[\p{L}\p{N}]/u.test(title) ? title : `Page ${String(page)}`;
  return { page, open, title: usable, continues: goesOn?.key };
}

/** Lower case, words joined by dashes: contract d.6. */
export function keyOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/[^\p{L}\p{N}-]/gu, '')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
}

/** This page's summary is the last one of the prompt that is not labelled with the number of an earlier page. */
function summaryOf(prompt: string): string {
  const labelled = /^[^\n]*\b(?:this|current) page(?:'s)?[^\n:]*summary[^\n:]*:\s*([\s\S]+)/im.exec(prompt);
  const reversed = /^[^\n]*\bsummary[^\n:]*\b(?:this|current) page[^\n:]*:\s*([\s\S]+)/im.exec(prompt);
  return (
    labelled?.[1] ??
    reversed?.[1] ??
    prompt
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ??
    ''
  );
}

/** The heading stands before the first line break, or before the first full stop that ends a sentence. */
function headingOf(summary: string): string {
  const line = summary.trim().split('\n')[0] ?? '';
  return line.split('. ')[0] ?? line;
}
