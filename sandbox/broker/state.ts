import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { DurableMap } from './durable-map.ts';
import { Groups } from './groups.ts';
import { Topics } from './topics.ts';

/** The only node; its id is also the controller's and every leader's. */
export const nodeId = 1;

export interface StateOptions {
  /** Folder that everything is kept in; it is made when it is not there. */
  directory: string;
  /** Topics that exist from the start. */
  topics: readonly string[];
  /** Partitions of a topic for which nobody says how many. */
  partitions: number;
  /** Whether a topic that a client asks for is made. */
  autoCreate: boolean;
}

/** All that a broker knows. One process at a time has the folder. */
export class State {
  readonly topics: Topics;
  readonly groups: Groups;
  readonly clusterId: string;
  readonly #identity: DurableMap<string>;

  constructor(readonly options: StateOptions) {
    mkdirSync(options.directory, { recursive: true });
    this.#identity = new DurableMap(path.join(options.directory, 'cluster.jsonl'));
    this.clusterId = this.#identity.get('id') ?? randomBytes(16).toString('base64url');
    this.#identity.set('id', this.clusterId);
    this.topics = new Topics(options.directory);
    this.groups = new Groups(options.directory);
    for (const name of options.topics) {
      if (this.topics.named(name) === undefined) this.topics.create(name, options.partitions);
    }
  }

  /** An id that no producer has had. */
  nextProducerId(): number {
    const id = Number(this.#identity.get('next producer') ?? 0);
    this.#identity.set('next producer', String(id + 1));
    return id;
  }

  /** Everything is on disk already. */
  close(): void {
    this.groups.close();
    this.topics.close();
    this.#identity.close();
  }
}
