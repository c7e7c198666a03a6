import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Recording, Touched } from './activity.ts';

const root = path.join(import.meta.dirname, '..', '..');
const fileOf = (system: string): string => path.join(root, 'reports', 'detection', `map-${system}.json`);

interface Stored {
  readonly fingerprint: string;
  readonly touched: readonly (readonly [string, Touched])[];
}

/** Of everything that decides what a test touches. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const room of ['specs', 'fixtures', 'helpers', 'env', 'sandbox', 'detection']) {
    const files = readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' });
    for (const name of files.filter((name) => /\.(ts|mjs|env)$/.test(name) && !name.includes('node_modules')).sort()) {
      hash.update(`${room}/${name}\n`).update(readFileSync(path.join(root, room, name)));
    }
  }
  return hash.digest('hex');
}

/** Keeps what each test of a system touched for later runs of single mutants. */
export function keepMap(system: string, recorded: ReadonlyMap<string, Recording>): void {
  const file = fileOf(system);
  const stored: Stored = { fingerprint: fingerprint(), touched: [...recorded] };
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify(stored, (name, value: unknown) => (name === 'calls' ? undefined : value)),
  );
}

/** What an earlier run kept; undefined when there is none, or when anything has changed since. */
export function keptMap(system: string): ReadonlyMap<string, Touched> | undefined {
  const file = fileOf(system);
  if (!existsSync(file)) return undefined;
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Stored;
  return stored.fingerprint === fingerprint() ? new Map(stored.touched) : undefined;
}
