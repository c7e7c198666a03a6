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
import type { Result } from './run.ts';
import type { Trial } from './trials.ts';

const folder = path.join(import.meta.dirname, '..', 'reports', 'detection');

export interface RunFacts {
  readonly command: string;
  readonly seconds: number;
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

function survivor(system: string, trial: Trial): string[] {
  const { mutant, outcomes } = trial;
  const met = outcomes.filter(({ applied }) => applied !== 0).map(({ test, result }) => `  - ${result}: ${test}`);
  return [
    `### ${mutant.id} (${standingOf(trial)})`,
    '',
    mutant.description,
    '',
    `\`npm run detect -- --system ${system} --only '${mutant.id}'\``,
    '',
    ...(met.length > 0 ? [`Met by ${String(met.length)} tests:`, '', ...met.slice(0, 10), ''] : []),
  ];
}

function sections({ system, trials, unanswered, unmet }: Result): string[] {
  const survivors = trials.filter((trial) => ['survived', 'timed out'].includes(standingOf(trial)));
  const others = trials.filter((trial) => ['unreachable', 'open'].includes(standingOf(trial)));
  const waived = trials.filter((trial) => standingOf(trial) === 'waived');
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? [`## ${system}: ${title}`, '', ...lines, ''] : [];
  return [
    ...table(
      `${system}: by family`,
      countsBy(trials, ({ mutant }) => [mutant.family]),
    ),
    ...table(`${system}: by operator`, countsBy(trials, byOperator)),
    ...table(`${system}: by operation`, countsByOperation(trials)),
    ...table(`${system}: by table and kind of object`, countsByStored(trials)),
    ...section(
      'survivors',
      survivors.flatMap((trial) => survivor(system, trial)),
    ),
    ...section(
      'met by no test',
      others.map((trial) => `- ${trial.mutant.id} (${standingOf(trial)})`),
    ),
    ...section(
      'waived',
      waived.map(({ mutant }) => `- ${mutant.id}: ${mutant.waived ?? ''}`),
    ),
    ...section(
      'declared and never answered',
      unanswered.map((call) => `- ${call}`),
    ),
    ...section(
      'not tried, because no test makes the backend do what these change',
      unmet.map((id) => `- ${id}`),
    ),
    ...section(
      'killed',
      trials.flatMap(({ mutant, outcomes, verdict }) => {
        const red = outcomes.find(({ result }) => result === 'red');
        return verdict === 'killed' && red ? [`- ${mutant.id}: ${red.test}: ${firstLine(red.message)}`] : [];
      }),
    ),
  ];
}

function markdown(results: readonly Result[], { command, seconds }: RunFacts): string {
  const trials = results.flatMap((result) => result.trials);
  const tried = trials.filter(({ outcomes }) => outcomes.length > 0).length;
  const runs = trials.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  const scores = new Map([
    ...results.map((result) => [result.system, countOf(result.trials)] as const),
    ['all', countOf(trials)] as const,
  ]);
  return [
    '# Detection',
    '',
    `\`${command}\`: ${String(trials.length)} mutants, ${String(runs)} test runs, ${seconds.toFixed(0)} s, ` +
      `${(seconds / Math.max(1, tried)).toFixed(2)} s a mutant.`,
    '',
    ...results.flatMap(({ system, problems }) =>
      problems.map((text) => `- **The run over ${system} is not to be trusted:** ${firstLine(text)}`),
    ),
    ...results.flatMap(shortfalls).map((text) => `- **Below what is required:** ${text}`),
    '',
    ...table('Score', scores),
    ...results.flatMap(sections),
  ].join('\n');
}

const countsOf = (trials: readonly Trial[]): object => ({
  overall: countOf(trials),
  families: Object.fromEntries(countsBy(trials, ({ mutant }) => [mutant.family])),
  operators: Object.fromEntries(countsBy(trials, byOperator)),
  operations: Object.fromEntries(countsByOperation(trials)),
  stored: Object.fromEntries(countsByStored(trials)),
});

function asJson({ trials, ...facts }: Result): object {
  const mutants = trials.map((trial) => {
    const { id, family, operator, target, description } = trial.mutant;
    const outcomes = trial.outcomes.map((outcome) => ({
      ...outcome,
      message: stripVTControlCharacters(outcome.message).slice(0, 2_000),
    }));
    return { id, family, operator, target, description, standing: standingOf(trial), outcomes };
  });
  return { ...facts, counts: countsOf(trials), mutants };
}

/** Writes `reports/detection/detection.md` and `detection.json`. */
export function writeReport(results: readonly Result[], facts: RunFacts): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'detection.md'), markdown(results, facts));
  const overall = countOf(results.flatMap(({ trials }) => trials));
  const json = { ...facts, overall, systems: results.map(asJson) };
  writeFileSync(path.join(folder, 'detection.json'), JSON.stringify(json, null, 2));
}
