import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { startProcess } from '../../sandbox/agora/process.ts';
import { RuleBook, startModel } from '../../sandbox/model/server.ts';

export { expect } from '@playwright/test';

const host = '127.0.0.1';
const apiKey = 'key';
/** A port of the worker's own: files of tests run at once. */
const port = 7000 + Number(process.env['TEST_PARALLEL_INDEX'] ?? '0');
const root = `http://${host}:${String(port)}`;

/** JSON that a test walks through by name. */
export interface Json {
  [key: string]: Json;
  [index: number]: Json;
}

/** A list that must be there. */
export function listOf(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value as Json[];
  throw new Error(`A list was expected, but there is ${JSON.stringify(value)}`);
}

/** A text that must be there. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`A text was expected, but there is ${JSON.stringify(value)}`);
}

export interface SentEvent {
  event: string;
  data: Json;
}

export interface RunOptions {
  context?: object;
  configurable?: object;
  recursionLimit?: number;
}

/** A deployment of Agora with its model. */
export interface Agora {
  url: string;
  /** What the model is to answer, and was asked. */
  rules: RuleBook;
  /** Where it writes its files. */
  home: string;
}

/** JSON of an answer that must have this status. */
export async function call(method: string, route: string, body?: object, status = 200, url = root): Promise<Json> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url + route, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  expect(response.status, text).toBe(status);
  return JSON.parse(text) as Json;
}

/** Events of a stream, to its end. */
function readEvents(text: string): SentEvent[] {
  return text
    .split('\n\n')
    .filter((frame) => frame.includes('event: '))
    .map((frame) => {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1] ?? '';
      return { event: field('event'), data: JSON.parse(field('data') || '{}') as Json };
    });
}

/** One session on a thread of its own. */
export class Session {
  constructor(
    readonly thread: string,
    private readonly configurable: object,
    private readonly url: string,
  ) {}

  static async open(configurable: object = {}, url = root): Promise<Session> {
    const created = await call('POST', '/threads', { metadata: { graph_id: 'agora' } }, 200, url);
    return new Session(textOf(created['thread_id']), configurable, url);
  }

  /** Events of a run. */
  async run(body: object, { context, configurable, recursionLimit = 200 }: RunOptions = {}): Promise<SentEvent[]> {
    const response = await fetch(`${this.url}/threads/${this.thread}/runs/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ assistant_id: 'agora', stream_mode: ['updates', 'values'], ...body, ...(context && { context }) },
        config: { recursion_limit: recursionLimit, configurable: { ...this.configurable, ...configurable } },
      }),
    });
    const text = await response.text();
    expect(response.status, text).toBe(200);
    return readEvents(text);
  }

  /** Starts it; answers what it stops at. */
  async start(theme: string, input: object = {}, options: RunOptions = {}): Promise<Json | undefined> {
    return questionOf(await this.run({ input: { main_topic: theme, ...input } }, options));
  }

  /** Answers the question; resolves with the next one, undefined at the end. */
  async answer(resume: object, options: RunOptions = {}): Promise<Json | undefined> {
    return questionOf(await this.run({ command: { resume } }, options));
  }

  /** Goes on after a failure. */
  async goOn(options: RunOptions = {}): Promise<Json | undefined> {
    return questionOf(await this.run({ input: null }, options));
  }

  async state(): Promise<Json> {
    return call('GET', `/threads/${this.thread}/state`, undefined, 200, this.url);
  }

  async values(): Promise<Json> {
    return (await this.state())['values'] ?? {};
  }

  update(values: object, asNode?: string): Promise<Json> {
    const body = { values, ...(asNode && { as_node: asNode }) };
    return call('POST', `/threads/${this.thread}/state`, body, 200, this.url);
  }
}

/** Payload of the pause that a run ends with. Throws what the run failed with. */
export function questionOf(events: SentEvent[]): Json | undefined {
  const failure = events.find(({ event }) => event === 'error');
  if (failure) throw new Error(`${textOf(failure.data['error'])}: ${textOf(failure.data['message'])}`);
  const paused = events.find(({ data }) => '__interrupt__' in data);
  return paused && listOf(paused.data['__interrupt__'])[0]?.['value'];
}

/** Names of the nodes that wrote something, in order. */
export const nodesOf = (events: SentEvent[]): string[] =>
  events.filter(({ event }) => event === 'updates').flatMap(({ data }) => Object.keys(data));

export const test = base.extend<object, { agora: Agora }>({
  agora: [
    async ({}, use) => {
      const home = await mkdtemp(path.join(tmpdir(), 'agora-test-'));
      const rules = new RuleBook();
      const model = await startModel({ host, port: 0, apiKey, mode: 'scripted', seed: 0, rules });
      const openai = { baseUrl: model.url, apiKey, model: 'any' };
      const server = await startProcess({ host, port, home, openai, oneModel: false, ownPace: false });
      await use({ url: root, rules, home });
      await server.close();
      await model.close();
      await rm(home, { recursive: true, force: true });
    },
    { scope: 'worker', auto: true, timeout: 60_000 },
  ],
});
