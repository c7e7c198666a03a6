import type { Shard } from '../store/guideline-documents.ts';

const vocabulary =
  /\b(?:teach|explain|show|demonstrat|practi[cs]|understand|learn|introduc|guid|model|encourag|discuss|ask|help|use|begin|start|review|compar|student|example)/i;

const shortestLine = 20;
const longestText = 600;
const shortestText = 100;

const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

/** A teaching description with at most six lines (contract d.8). */
export function trimDescription(text: string): string {
  const lines = linesOf(text);
  return lines.length > 6 ? lines.slice(0, 6).join('\n') : text.trim();
}

/** The number of rules that a teaching description breaks; a good one breaks none (contract d.8). */
export function countFaults(text: string): number {
  const lines = linesOf(text);
  return [
    lines.length < 3,
    lines.some((line) => line.trim().length < shortestLine),
    text.length > longestText,
    !vocabulary.test(text),
  ].filter(Boolean).length;
}

/** The errors of the quality gate, any of which sends the shard to review (contract d.9); warnings decide nothing. */
export function qualityErrors(shard: Shard): string[] {
  const description = shard.teaching_description ?? '';
  const checks: [boolean, string][] = [
    [shard.objectives.length < 2, 'fewer than 2 objectives'],
    [shard.examples.length === 0, 'no example'],
    [shard.misconceptions.length === 0, 'no misconception'],
    [shard.assessments.length === 0, 'no assessment'],
    [description.trim() === '', 'no description'],
    [description.length < shortestText, 'description under 100 characters'],
    [linesOf(description).length < 3, 'description under 3 lines'],
    [shard.source_pages.length === 0, 'no page'],
    [shard.source_page_start > shard.source_page_end, 'start after end'],
  ];
  return checks.filter(([failed]) => failed).map(([, error]) => error);
}

/** The shard's own flags for what the gate looked at. */
export function qualityFlags(shard: Shard): Shard['quality_flags'] {
  return {
    has_min_objectives: shard.objectives.length >= 2,
    has_misconception: shard.misconceptions.length > 0,
    has_assessments: shard.assessments.length > 0,
    teaching_description_valid: shard.teaching_description !== null && countFaults(shard.teaching_description) === 0,
  };
}
