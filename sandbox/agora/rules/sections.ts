import { isFields } from '../state/reducers.ts';
import type { Section } from '../state/shapes.ts';
import { jsonOf } from './lists.ts';

const otherwise = ['Executive Summary', 'Main Analysis', 'Key Insights', 'Conclusions'];

/** The sections that a writer has laid out, no more than `most`; four of our own where it has laid out too few or none. */
export function readStructure(text: string, least: number, most: number): Section[] {
  const json = jsonOf(text);
  const list = Array.isArray(json) ? json : isFields(json) ? json['sections'] : undefined;
  const sections = (Array.isArray(list) ? (list as unknown[]) : []).flatMap(readSection);
  if (sections.length >= least) return sections.slice(0, most);
  return otherwise.map((title) => ({ title, description: title }));
}

function readSection(value: unknown): Section[] {
  if (typeof value === 'string' && value.trim() !== '') return [{ title: value.trim(), description: value.trim() }];
  if (!isFields(value)) return [];
  const { title, description } = value;
  if (typeof title !== 'string' || title.trim() === '') return [];
  return [{ title: title.trim(), description: typeof description === 'string' ? description : title.trim() }];
}

/** Two sections of one title would be one key of the report. */
export const distinctTitles = (sections: readonly Section[]): Section[] =>
  sections.filter(({ title }, place) => sections.findIndex((other) => other.title === title) === place);
