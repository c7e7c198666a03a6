import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { effects, type Effect } from '../../env/tags.ts';
import { turnsOf } from '../turns.ts';
import type { Need } from './check.ts';

/** What a test with these tags needs. */
export function needsOf(tags: readonly string[]): Need[] {
  const needs: Readonly<Record<string, Need>> = {
    ...{ '@db': 'database', '@s3': 'bucket', '@events': 'events', '@redis': 'cache', '@writes': 'writes' },
  };
  return ['api', ...Object.entries(needs).flatMap(([tag, need]) => (tags.includes(tag) ? [need] : []))];
}

const fileOf = (runId: string, system: string): string =>
  path.join(turnsOf(runId), `needs-${encodeURIComponent(system)}.json`);

/** Notes what the tests of a run will need of a system, by their effect, so that the first of them finds all that is wrong. */
export function announceNeeds(
  runId: string,
  system: string,
  tests: readonly { readonly tags: readonly string[] }[],
): void {
  const needsWith = (effect: Effect): Need[] => [
    ...new Set(tests.flatMap(({ tags }) => (tags.includes(effect) ? needsOf(tags) : []))),
  ];
  mkdirSync(turnsOf(runId), { recursive: true });
  writeFileSync(fileOf(runId, system), JSON.stringify(effects.map((effect) => [effect, needsWith(effect)])));
}

/** What was noted for the tests whose effect is permitted; nothing where no one noted anything. */
export function announcedNeeds(runId: string, system: string, permits: readonly Effect[]): Need[] {
  const file = fileOf(runId, system);
  if (!existsSync(file)) return [];
  const noted = JSON.parse(readFileSync(file, 'utf8')) as [Effect, Need[]][];
  return noted.flatMap(([effect, needs]) => (permits.includes(effect) ? needs : []));
}
