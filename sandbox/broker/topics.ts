import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { DurableMap } from './durable-map.ts';
import { Refusal } from './errors.ts';
import { PartitionLog } from './log.ts';

export interface Topic {
  name: string;
  /** 32 hexadecimal digits; a topic of the same name that is created later has another one. */
  id: string;
  partitions: PartitionLog[];
  /** What was set at creation; the rest has Kafka's defaults. */
  configs: Record<string, string>;
}

interface Saved {
  id: string;
  partitions: number;
  configs: Record<string, string>;
}

/** Kafka's rule for names. */
const legal = /^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/;

/** The topics of a broker and their records, kept in a folder. */
export class Topics {
  readonly #directory: string;
  readonly #saved: DurableMap<Saved>;
  readonly #topics = new Map<string, Topic>();

  constructor(directory: string) {
    this.#directory = directory;
    this.#saved = new DurableMap(path.join(directory, 'topics.jsonl'));
    for (const [name, { id, partitions, configs }] of this.#saved.entries()) {
      this.#topics.set(name, { name, id, configs, partitions: this.#logs(id, 0, partitions) });
    }
  }

  all(): Topic[] {
    return [...this.#topics.values()];
  }

  named(name: string | null): Topic | undefined {
    return name === null ? undefined : this.#topics.get(name);
  }

  /** By name, or by id where the name is not given. */
  find(name: string | null, id: string): Topic | undefined {
    return this.named(name) ?? (name === null ? this.all().find((topic) => topic.id === id) : undefined);
  }

  /** Throws a Refusal where that is no partition. */
  partition(topic: Topic | undefined, index: number): PartitionLog {
    const log = topic?.partitions[index];
    if (log === undefined) throw new Refusal('UNKNOWN_TOPIC_OR_PARTITION');
    return log;
  }

  isLegal(name: string): boolean {
    return legal.test(name);
  }

  /** Throws a Refusal where create would. */
  check(name: string, partitions: number): void {
    if (!this.isLegal(name)) throw new Refusal('INVALID_TOPIC_EXCEPTION', `Topic name "${name}" is not legal`);
    if (this.#topics.has(name)) throw new Refusal('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
    if (partitions < 1) throw new Refusal('INVALID_PARTITIONS', 'Number of partitions was set to an invalid value.');
  }

  create(name: string, partitions: number, configs: Record<string, string> = {}): Topic {
    this.check(name, partitions);
    const id = randomUUID().replaceAll('-', '');
    mkdirSync(this.#folder(id), { recursive: true });
    const topic = { name, id, configs, partitions: this.#logs(id, 0, partitions) };
    this.#topics.set(name, topic);
    this.#save(topic);
    return topic;
  }

  /** Adds partitions, so that there are `count`. */
  grow(topic: Topic, count: number): void {
    topic.partitions.push(...this.#logs(topic.id, topic.partitions.length, count));
    this.#save(topic);
  }

  delete(topic: Topic): void {
    this.#topics.delete(topic.name);
    this.#saved.delete(topic.name);
    for (const log of topic.partitions) {
      log.close();
      log.wake();
    }
    rmSync(this.#folder(topic.id), { recursive: true, force: true });
  }

  close(): void {
    for (const log of this.all().flatMap(({ partitions }) => partitions)) log.close();
    this.#saved.close();
  }

  #save({ name, id, configs, partitions }: Topic): void {
    this.#saved.set(name, { id, configs, partitions: partitions.length });
  }

  #folder(id: string): string {
    return path.join(this.#directory, 'logs', id);
  }

  #logs(id: string, from: number, to: number): PartitionLog[] {
    return Array.from({ length: to - from }, (_, index) => {
      const file = path.join(this.#folder(id), `${String(from + index)}.log`);
      const log = new PartitionLog(file);
      if (existsSync(file)) log.load();
      return log;
    });
  }
}
