import { Parts, settle, type Address, type Closable, type Deployment } from './parts.ts';
import type { Settings } from './settings.ts';
import { systems } from './systems.mjs';

/** The systems that run, and the parts that they share: everything but the control API. */
export class Services {
  readonly #deployed = new Map<string, Promise<Address[]>>();
  readonly #addresses = new Map<string, Address[]>();

  constructor(readonly parts: Parts) {}

  /** Those that are ready. */
  get systems(): string[] {
    return [...this.#addresses.keys()];
  }

  /** Of the systems that are ready and the parts that they use. */
  get addresses(): Address[] {
    return [...[...this.#addresses.values()].flat(), ...this.parts.addresses];
  }

  /** Starts those of the systems that do not run yet, side by side. Throws one clear line. */
  async provide(names: readonly string[]): Promise<void> {
    const unknown = names.filter((name) => !systems.includes(name));
    if (unknown.length > 0) {
      throw new Error(`the sandbox has no ${unknown.join(', ')}: it knows ${systems.join(', ')}`);
    }
    await settle(names.map((name) => this.#provide(name)));
  }

  async #provide(name: string): Promise<void> {
    // One that failed stays failed: what it has started by then still holds its ports.
    const deployed = this.#deployed.get(name) ?? this.#start(name);
    this.#deployed.set(name, deployed);
    this.#addresses.set(name, await deployed);
  }

  async #start(name: string): Promise<Address[]> {
    const { deployment } = (await import(`./${name}/deployment.ts`)) as { deployment: Deployment };
    return deployment.start(this.parts);
  }
}

/** What is started goes into `started`, also when a later part fails. */
export async function openServices(settings: Settings, directory: string, started: Closable[]): Promise<Services> {
  const mutants = settings.mutants ? (await import('./mutants/index.ts')).createMutants() : undefined;
  return new Services(new Parts(settings, directory, started, mutants));
}
