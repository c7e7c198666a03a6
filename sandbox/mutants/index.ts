import type { ControlExtension } from '../control.ts';
import type { RequestHandling } from '../storage/server.ts';
import type { Rule } from './rule.ts';
import { operators } from './storage-operators.ts';
import { handleRequests, type Planted } from './storage.ts';

/** What can be broken of a system that runs in this sandbox. */
export interface MutableSystem<Decoration> {
  name: string;
  /** Connections of the roles that own its tables, by the name of the database; more than one where several have the same tables. */
  databases: Readonly<Record<string, readonly string[]>>;
  /** Access key id of its backend, where it keeps objects. */
  account?: string;
  rules: readonly Rule<Decoration>[];
  /** For a system that runs in another process: told of its own fault whenever one is planted, or taken out. */
  plant?(decoration: Decoration | undefined): Promise<void>;
}

/** What a sandbox that can be told to lie is made with. */
export interface Mutants {
  storage: RequestHandling;
  control: ControlExtension;
  /** Notes what is done, for the choice of tests that can meet a fault. */
  touch(touch: { action: string; key: string }): void;
  /** Makes a system's faults known; the function returned yields the decoration of the one that is planted. */
  add<Decoration extends object>(system: MutableSystem<Decoration>): () => Decoration | undefined;
}

interface Fault {
  rule?: { system: string; decoration: object };
  planted?: Planted;
}

/** The switches of every fault, one of which can be on, and the control API for them. */
export function createMutants(): Mutants {
  const systems = new Map<string, MutableSystem<object>>();
  const accounts = new Set<string>();
  let fault: Fault = {};
  let count = 0;
  const touched = new Map<string, { action: string; key: string }>();
  const applied = (): void => {
    count += 1;
  };
  const routes: Record<string, (readBody: () => Promise<unknown>) => Promise<{ status: number; body?: unknown }>> = {
    'PUT /mutant': async (readBody) => {
      fault = readFault(await readBody(), [...systems.values()], applied);
      for (const system of systems.values()) await system.plant?.(ownFault(system.name));
      return { status: 204 };
    },
    'POST /mutant/activity': () => {
      const body = { applied: count, objects: [...touched.values()] };
      count = 0;
      touched.clear();
      return Promise.resolve({ status: 200, body });
    },
  };
  const ownFault = (system: string): object | undefined =>
    fault.rule?.system === system ? fault.rule.decoration : undefined;
  const touch = (touch: { action: string; key: string }): void => {
    touched.set(`${touch.action} ${touch.key}`, touch);
  };
  return {
    touch,
    storage: handleRequests(accounts, { planted: () => fault.planted, applied, touch }),
    control: async (route, readBody) => {
      const system = systems.get(/^GET \/mutants\/(\w+)$/.exec(route)?.[1] ?? '');
      return system ? { status: 200, body: catalogueOf(system) } : routes[route]?.(readBody);
    },
    add<Decoration extends object>(system: MutableSystem<Decoration>) {
      systems.set(system.name, system);
      if (system.account !== undefined) accounts.add(system.account);
      // Only this system's own rules are planted under its name.
      return () => ownFault(system.name) as Decoration | undefined;
    },
  };
}

const catalogueOf = ({ rules, account, databases }: MutableSystem<object>): object => ({
  rules: rules.map(({ name, description, operations, touches, onTheWay }) => ({
    ...{ name, description, operations, touches, onTheWay },
  })),
  storage: (account === undefined ? [] : operators).map(({ operator, description, actions }) => ({
    operator,
    description,
    actions,
  })),
  databases,
});

/** Throws one clear line for what is no fault of this sandbox. */
function readFault(fault: unknown, systems: readonly MutableSystem<object>[], applied: () => void): Fault {
  if (fault === null) return {};
  const { system, rule, storage: name, key } = (typeof fault === 'object' ? fault : {}) as Record<string, unknown>;
  if (typeof rule === 'string') {
    const meant = systems.filter((each) => system === undefined || each.name === system);
    const [found, other] = meant.flatMap((each) =>
      each.rules.filter((one) => one.name === rule).map((one) => ({ system: each.name, one })),
    );
    if (!found) throw new Error(`there is no rule ${rule}: GET /mutants/<system> lists them`);
    if (other) throw new Error(`${found.system} and ${other.system} have a rule ${rule}: name the system`);
    return { rule: { system: found.system, decoration: found.one.decorate(applied) } };
  }
  if (typeof name !== 'string' || typeof key !== 'string') {
    throw new Error('a fault is {"rule": name}, {"storage": operator, "key": "<regular expression>"} or null');
  }
  const operator = operators.find((each) => each.operator === name);
  if (!operator) throw new Error(`there is no storage operator ${name}: GET /mutants/<system> lists them`);
  return { planted: { operator, key: new RegExp(key) } };
}
