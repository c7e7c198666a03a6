import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { firstLine } from './failure.ts';
import {
  countOf,
  countsBy,
  countsByOperation,
  countsByStored,
  percent,
  shortfalls,
  standingOf,
  type Count,
} from './score.ts';
import type { Trial } from './trials.ts';
import { waiverOf } from './waivers.ts';

const folder = path.join(import.meta.dirname, '..', 'reports', 'detection');

export interface RunFacts {
  readonly command: string;
  readonly seconds: number;
  /** `operation status` that is declared and that no test was answered. */
  readonly unanswered: readonly string[];
  /** Mutants that no recorded test can meet. */
  readonly unmet: readonly string[];
  readonly problems: readonly string[];
}

const byOperator = ({ mutant }: Trial): string[] => [`${mutant.family}: ${mutant.operator}`];

const cell = (text: string): string => text.replaceAll('|', '\\|');

function table(title: string, counts: ReadonlyMap<string, Count>): string[] {
  const row = (name: string, count: Count): string => {
    const { killed, survived, timedOut, unreachable, waived, open, score } = count;
    const numbers = [killed, survived, timedOut, unreachable, waived, open].map(String);
    return `| ${[cell(name), score === undefined ? '–' : percent(score), ...numbers].join(' | ')} |`;
  };
  return [
    `## ${title}`,
    '',
    '| | score | killed | survived | timed out | unreachable | waived | open |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...[...counts].map(([name, count]) => row(name, count)),
    '',
  ];
}

function survivor(trial: Trial): string[] {
  const { mutant, outcomes } = trial;
  const met = outcomes.filter(({ applied }) => applied !== 0).map(({ test, result }) => `  - ${result}: ${test}`);
  return [
    `### ${mutant.id} (${standingOf(trial)})`,
    '',
    mutant.description,
    '',
    `\`npm run detect -- --only '${mutant.id}'\``,
    '',
    ...(met.length > 0 ? [`Met by ${String(met.length)} tests:`, '', ...met.slice(0, 10), ''] : []),
  ];
}

function markdown(trials: readonly Trial[], { command, seconds, unanswered, unmet, problems }: RunFacts): string {
  const tried = trials.filter(({ outcomes }) => outcomes.length > 0).length;
  const runs = trials.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  const survivors = trials.filter((trial) => ['survived', 'timed out'].includes(standingOf(trial)));
  const others = trials.filter((trial) => ['unreachable', 'open'].includes(standingOf(trial)));
  const waived = trials.filter((trial) => standingOf(trial) === 'waived');
  return [
    '# Detection',
    '',
    `\`${command}\`: ${String(trials.length)} mutants, ${String(runs)} test runs, ${seconds.toFixed(0)} s, ` +
      `${(seconds / Math.max(1, tried)).toFixed(2)} s a mutant.`,
    '',
    ...problems.map((text) => `- **The run is not to be trusted:** ${firstLine(text)}`),
    ...shortfalls(trials).map((text) => `- **Below what is required:** ${text}`),
    '',
    ...table('Score', new Map([['all', countOf(trials)]])),
    ...table(
      'By family',
      countsBy(trials, ({ mutant }) => [mutant.family]),
    ),
    ...table('By operator', countsBy(trials, byOperator)),
    ...table('By operation', countsByOperation(trials)),
    ...table('By table and kind of object', countsByStored(trials)),
    ...(survivors.length > 0 ? ['## Survivors', '', ...survivors.flatMap(survivor)] : []),
    ...(others.length > 0
      ? ['## Met by no test', '', ...others.map((trial) => `- ${trial.mutant.id} (${standingOf(trial)})`), '']
      : []),
    ...(waived.length > 0
      ? ['## Waived', '', ...waived.map(({ mutant }) => `- ${mutant.id}: ${waiverOf(mutant.id) ?? ''}`), '']
      : []),
    ...(unanswered.length > 0
      ? ['## Declared and never answered', '', ...unanswered.map((call) => `- ${call}`), '']
      : []),
    ...(unmet.length > 0
      ? ['## Not tried', '', 'No test makes the backend do what these change:', '', ...unmet.map((id) => `- ${id}`), '']
      : []),
    '## Killed',
    '',
    ...trials.flatMap(({ mutant, outcomes, verdict }) => {
      const red = outcomes.find(({ result }) => result === 'red');
      return verdict === 'killed' && red ? [`- ${mutant.id}: ${red.test}: ${firstLine(red.message)}`] : [];
    }),
    '',
  ].join('\n');
}

/** Writes `reports/detection/detection.md` and `detection.json`. */
export function writeReport(trials: readonly Trial[], facts: RunFacts): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'detection.md'), markdown(trials, facts));
  const mutants = trials.map((trial) => {
    const { id, family, operator, target, description } = trial.mutant;
    const outcomes = trial.outcomes.map((outcome) => ({
      ...outcome,
      message: stripVTControlCharacters(outcome.message).slice(0, 2_000),
    }));
    return { id, family, operator, target, description, standing: standingOf(trial), outcomes };
  });
  const counts = {
    overall: countOf(trials),
    families: Object.fromEntries(countsBy(trials, ({ mutant }) => [mutant.family])),
    operators: Object.fromEntries(countsBy(trials, byOperator)),
    operations: Object.fromEntries(countsByOperation(trials)),
    stored: Object.fromEntries(countsByStored(trials)),
  };
  writeFileSync(path.join(folder, 'detection.json'), JSON.stringify({ ...facts, counts, mutants }, null, 2));
}
