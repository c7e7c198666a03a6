import { parseArgs } from 'node:util';
import { detectable, type DetectableSystem } from './systems/index.ts';

export const usage =
  'usage: npm run detect -- [--system NAME]… [--all] [--operation NAME]… [--only MUTANT_ID]… [--sample NUMBER] [--seed NUMBER]';

const defaultSeed = 1;

export interface Choice {
  /** All unless some are named. */
  readonly systems: readonly DetectableSystem[];
  /** Every structural operator for every field, not one drawn by the seed. */
  readonly all: boolean;
  readonly operations: readonly string[];
  readonly only: readonly string[];
  readonly sample: number | undefined;
  readonly seed: number;
}

function count(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} ${text} is no whole number; ${usage}`);
  return Number(text);
}

function systemsNamed(names: readonly string[]): readonly DetectableSystem[] {
  const known = detectable.map(({ name }) => name);
  const unknown = names.find((name) => !known.some((system) => system === name));
  if (unknown !== undefined)
    throw new Error(`--system ${unknown} is not known: there are ${known.join(', ')}; ${usage}`);
  return names.length === 0 ? detectable : detectable.filter(({ name }) => names.includes(name));
}

/** Throws one line when they are wrong. */
export function readArguments(args: readonly string[]): Choice {
  const { values } = parseArgs({
    args: [...args],
    options: {
      system: { type: 'string', multiple: true, default: [] },
      all: { type: 'boolean', default: false },
      operation: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', multiple: true, default: [] },
      sample: { type: 'string' },
      seed: { type: 'string', default: String(defaultSeed) },
    },
  });
  const sample = values.sample === undefined ? undefined : count('sample', values.sample);
  if (sample === 0) throw new Error(`--sample 0 takes no mutant; ${usage}`);
  return {
    systems: systemsNamed(values.system),
    all: values.all,
    operations: values.operation,
    only: values.only,
    sample,
    seed: count('seed', values.seed),
  };
}

/** Whether it is the run of whole systems without any other argument. */
export const isStandard = ({ all, operations, only, sample, seed }: Choice): boolean =>
  !all && operations.length === 0 && only.length === 0 && sample === undefined && seed === defaultSeed;
