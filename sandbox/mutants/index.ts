import type { ControlExtension } from '../control.ts';
import type { Wrap } from '../learnlikemagic/backend.ts';
import { storage } from '../settings.ts';
import type { RequestHandling } from '../storage/server.ts';
import { rules } from './learnlikemagic/index.ts';
import { wrapParts } from './learnlikemagic/wrap.ts';
import type { Decoration } from './learnlikemagic/rule.ts';
import { operators } from './storage-operators.ts';
import { handleRequests, type Planted } from './storage.ts';

/** What a sandbox that can be told to lie is made with. */
export interface Mutants {
  wrap: Wrap;
  storage: RequestHandling;
  control: ControlExtension;
}

/** The switches of every fault, one of which can be on, and the control API for them. */
export function createMutants(databaseUrl: string): Mutants {
  let decoration: Decoration | undefined;
  let planted: Planted | undefined;
  let count = 0;
  const touched = new Map<string, { action: string; key: string }>();
  const applied = (): void => {
    count += 1;
  };
  const plant = (fault: unknown): void => {
    const next = readFault(fault, applied);
    decoration = next.decoration;
    planted = next.planted;
  };
  const routes: Record<string, (readBody: () => Promise<unknown>) => Promise<{ status: number; body?: unknown }>> = {
    'GET /mutants': () => Promise.resolve({ status: 200, body: { ...catalogue, databaseUrl } }),
    'PUT /mutant': async (readBody) => {
      plant(await readBody());
      return { status: 204 };
    },
    'POST /mutant/activity': () => {
      const body = { applied: count, objects: [...touched.values()] };
      count = 0;
      touched.clear();
      return Promise.resolve({ status: 200, body });
    },
  };
  return {
    wrap: wrapParts(() => decoration),
    storage: handleRequests(storage.backend.accessKeyId, {
      planted: () => planted,
      applied,
      touch: (touch) => touched.set(`${touch.action} ${touch.key}`, touch),
    }),
    control: async (route, readBody) => routes[route]?.(readBody),
  };
}

const catalogue = {
  rules: rules.map(({ name, description, operations }) => ({ name, description, operations })),
  storage: operators.map(({ operator, description, actions }) => ({ operator, description, actions })),
};

/** Throws one clear line for what is no fault of this sandbox. */
function readFault(fault: unknown, applied: () => void): { decoration?: Decoration; planted?: Planted } {
  if (fault === null) return {};
  const { rule, storage: name, key } = (typeof fault === 'object' ? fault : {}) as Record<string, unknown>;
  if (typeof rule === 'string') {
    const found = rules.find((each) => each.name === rule);
    if (!found) throw new Error(`there is no rule ${rule}: GET /mutants lists them`);
    return { decoration: found.decorate(applied) };
  }
  if (typeof name !== 'string' || typeof key !== 'string') {
    throw new Error('a fault is {"rule": name}, {"storage": operator, "key": "<regular expression>"} or null');
  }
  const operator = operators.find((each) => each.operator === name);
  if (!operator) throw new Error(`there is no storage operator ${name}: GET /mutants lists them`);
  return { planted: { operator, key: new RegExp(key) } };
}
