import path from 'node:path';

import { DurableMap } from './durable-map.ts';
import { Group } from './group.ts';
import type { SavedGroup } from './rebalance.ts';

/** How far a group has come in a partition. */
export interface Commit {
  offset: number;
  leaderEpoch: number;
  metadata: string;
}

/** A commit and where it belongs. */
export interface Committed extends Commit {
  topic: string;
  partition: number;
}

/** The groups of a broker and their offsets, kept in a folder. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #saved: DurableMap<SavedGroup>;
  readonly #offsets: DurableMap<Commit>;

  constructor(directory: string) {
    this.#saved = new DurableMap(path.join(directory, 'groups.jsonl'));
    this.#offsets = new DurableMap(path.join(directory, 'offsets.jsonl'));
    for (const [id, saved] of this.#saved.entries()) this.obtain(id).restore(saved);
  }

  all(): Group[] {
    return [...this.#groups.values()];
  }

  get(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** The group, which is made when there is none yet. */
  obtain(id: string): Group {
    const group =
      this.#groups.get(id) ??
      new Group(id, (saved) => {
        this.#saved.set(id, saved);
      });
    this.#groups.set(id, group);
    return group;
  }

  commit(group: Group, { topic, partition, ...commit }: Committed): void {
    if (this.#saved.get(group.id) === undefined) group.keep();
    this.#offsets.set(place(group.id, topic, partition), commit);
  }

  committed(id: string, topic: string, partition: number): Commit | undefined {
    return this.#offsets.get(place(id, topic, partition));
  }

  /** Every commit of a group. */
  commits(id: string): Committed[] {
    return this.#places()
      .filter(({ group }) => group === id)
      .map(({ topic, partition, commit }) => ({ topic, partition, ...commit }));
  }

  delete(group: Group): void {
    group.close();
    this.#groups.delete(group.id);
    this.#saved.delete(group.id);
    for (const { key, group: id } of this.#places()) if (id === group.id) this.#offsets.delete(key);
  }

  /** A topic's offsets end with it. */
  forget(topic: string): void {
    for (const { key, topic: name } of this.#places()) if (name === topic) this.#offsets.delete(key);
  }

  close(): void {
    for (const group of this.all()) group.close();
    this.#saved.close();
    this.#offsets.close();
  }

  #places(): { key: string; group: string; topic: string; partition: number; commit: Commit }[] {
    return this.#offsets.entries().map(([key, commit]) => {
      const [group, topic, partition] = JSON.parse(key) as [string, string, number];
      return { key, group, topic, partition, commit };
    });
  }
}

function place(group: string, topic: string, partition: number): string {
  return JSON.stringify([group, topic, partition]);
}
