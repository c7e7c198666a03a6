import { expect, test as base } from '@playwright/test';
import { createAgora } from '../helpers/agora/client.ts';
import { compareTimes, medianOf } from '../helpers/agora/figures.ts';
import { Session, SessionError } from '../helpers/agora/session.ts';
import { proposed } from '../helpers/agora/planted.ts';
import { StreamClient } from '../helpers/stream/client.ts';
import { seal } from '../helpers/http/sealed.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { discussion, stateAfter, time } from './agora-states.ts';
import { json, startStub, type StubRequest } from './suite/stub.ts';

const threadId = '3f0c3f0e-0000-4000-8000-000000000007';
const uuid = '3f0c3f0e-0000-4000-8000-000000000009';
const agenda = ['A', 'B'];
const question = {
  id: '0123456789abcdef0123456789abcdef',
  value: {
    type: 'agenda_approval',
    proposed_agenda: agenda,
    message: 'Well?',
    options: ['approve', 'edit', 'reorder', 'reject'],
  },
};
const asked = { __interrupt__: [question] };
const values = stateAfter(proposed(discussion, agenda));
const empty = stateAfter([]);

/** What the stub says: events of its next streams, and what state and thread show. */
interface Deployment {
  streams: (readonly [kind: string, data: unknown][])[];
  state: Record<string, unknown>;
  thread: Record<string, unknown>;
  readonly requests: StubRequest[];
}

const stateOf = (more: object): Record<string, unknown> => ({
  ...{ values, next: ['agenda_approval'], created_at: time, checkpoint: null, parent_checkpoint: null, metadata: {} },
  tasks: [{ id: 't', name: 'agenda_approval', error: null, interrupts: [question] }],
  ...more,
});
const threadOf = (more: object): Record<string, unknown> => ({
  ...{ thread_id: threadId, created_at: time, updated_at: time, metadata: {}, status: 'interrupted', values },
  ...{ interrupts: { t: [question] }, ...more },
});
const paused: [string, unknown][] = [
  ['metadata', { run_id: uuid, attempt: 1 }],
  ['values', values],
  ['updates', asked],
  ['values', asked],
];
const over: readonly [string, unknown][] = [
  ['metadata', { run_id: uuid, attempt: 1 }],
  ['values', values],
];

const test = base.extend<{ deployment: Deployment; session: Session }>({
  deployment: async ({}, use) => {
    await use({ streams: [paused], state: stateOf({}), thread: threadOf({}), requests: [] });
  },
  session: async ({ deployment, playwright }, use) => {
    const stub = await startStub((request, response) => {
      deployment.requests.push(request);
      const { method, url } = request;
      if (url.endsWith('/runs/stream')) {
        const frames = (deployment.streams.shift() ?? []).map(
          ([kind, data], id) => `event: ${kind}\ndata: ${JSON.stringify(data)}\nid: ${String(id)}\n\n`,
        );
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(frames.join(''));
      } else if (method === 'POST') {
        json(response, 200, { checkpoint: { thread_id: threadId, checkpoint_ns: '', checkpoint_id: uuid } });
      } else json(response, 200, url.endsWith('/state') ? deployment.state : deployment.thread);
    });
    const context = seal(await playwright.request.newContext());
    const redact = createRedaction([]);
    const hooks = {
      step: <T>(_: string, body: () => Promise<T>): Promise<T> => body(),
      beforeCall: () => () => undefined,
      intend: () => () => undefined,
    };
    const shared = { baseUrl: stub.url, redact };
    const { agora } = createAgora({ ...shared, context, patience: { request: 2_000, llmCall: 0 }, hooks });
    const streams = new StreamClient({
      ...shared,
      patience: { total: 2_000, idle: 1_000 },
      beforeOpen: () => undefined,
    });
    await use(new Session({ agora, streams, assistant: 'agora', threadId, context: {}, input: { main_topic: 'x' } }));
    await context.dispose();
    await stub.close();
  },
});

const sent = ({ requests }: Deployment, ending: string): unknown[] =>
  requests
    .filter(({ method, url }) => method === 'POST' && url.endsWith(ending))
    .map(({ body }) => JSON.parse(body.toString()) as unknown);

test('a session starts anew for each test, with client, streams and validator, and runs by streams only (VA-1)', async ({
  session,
  deployment,
}) => {
  const asks = await session.until('agenda_approval');

  expect(asks.proposed_agenda).toEqual(agenda);
  expect(session.values).toEqual(values);
  expect(session.outcomes).toHaveLength(1);
  expect(sent(deployment, '/runs/stream')).toEqual([
    {
      ...{ assistant_id: 'agora', input: { main_topic: 'x' }, stream_mode: ['updates', 'values'] },
      ...{ config: { recursion_limit: 500 }, context: {} },
    },
  ]);
});

test('an answer goes by a resume command, or by the state as the node and a run without input', async ({
  session,
  deployment,
}) => {
  const again = ['agenda_proposal', 'topic_refinement', 'collate_proposals', 'agenda_voting', 'synthesize_agenda'].map(
    (node): [string, unknown] => ['updates', { [node]: {} }],
  );
  deployment.streams = [paused, paused, [...paused.slice(0, 2), ...again, ...paused.slice(2)]];
  await session.until('agenda_approval');

  await session.answer({ action: 'reject' });
  await session.answer({ action: 'reject' }, 'state');

  const [, resumed, proceeded] = sent(deployment, '/runs/stream');
  expect(resumed).toMatchObject({ command: { resume: { action: 'reject' } } });
  expect(resumed).not.toHaveProperty('input');
  expect(sent(deployment, '/state')).toMatchObject([
    {
      as_node: 'agenda_approval',
      values: {
        ...{ agenda_approved: false, agenda_rejected: true },
        hitl_state: { approval_history: [{ type: 'agenda_approval', result: 'rejected' }] },
      },
    },
  ]);
  expect(proceeded).toMatchObject({ input: null });
});

interface Wrong {
  readonly name: string;
  readonly deployment: Partial<Pick<Deployment, 'streams' | 'state' | 'thread'>>;
  readonly says: readonly RegExp[];
}

const wrong: readonly Wrong[] = [
  {
    name: 'the state says something else',
    deployment: { state: stateOf({ values: { ...values, current_round: 1 } }) },
    says: [
      /the last values of the stream and the state differ in current_round/,
      /state and thread differ in current_round/,
    ],
  },
  {
    name: 'the thread is idle',
    deployment: { thread: threadOf({ status: 'idle' }) },
    says: [/the thread is idle, expected interrupted/],
  },
  {
    name: 'the thread does not ask',
    deployment: { thread: threadOf({ interrupts: {} }) },
    says: [/the thread asks \[\]/],
  },
  {
    name: 'another node is next',
    deployment: { state: stateOf({ next: ['announce_item'] }) },
    says: [/agenda_approval is asked while announce_item is next/],
  },
  {
    name: 'a question lacks an option',
    deployment: {
      streams: [
        paused.map(([kind, data]) => [kind, JSON.parse(JSON.stringify(data).replace(',"reject"', '')) as unknown]),
      ],
    },
    says: [/interrupt agenda_approval: options/],
  },
  {
    name: 'a question is not repeated',
    deployment: { streams: [[...paused.slice(0, 3), ['values', { __interrupt__: [] }]]] },
    says: [/does not repeat the question/],
  },
  {
    name: 'the walk leaves the graph',
    deployment: {
      streams: [
        [
          ...paused.slice(0, 2),
          ['updates', { agenda_voting: {} }],
          ['updates', { announce_item: {} }],
          ...paused.slice(2),
        ],
      ],
    },
    says: [/no edge leads from agenda_voting to announce_item/],
  },
  {
    name: 'a state breaks a rule',
    deployment: {
      streams: [[...paused.slice(0, 1), ['values', { ...values, periodic_stop_counter: 5 }], ...paused.slice(1)]],
    },
    says: [/state 1 of 2: periodic_stop_counter is 5/],
  },
];

for (const { name, deployment: lie, says } of wrong) {
  test(`a run is refused when ${name}`, async ({ session, deployment }) => {
    Object.assign(deployment, lie);
    const error: unknown = await session.start().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(SessionError);
    for (const pattern of says) expect((error as SessionError).message).toMatch(pattern);
    expect((error as SessionError).message).toContain(threadId);
  });
}

test('what is not asked before the end is told', async ({ session, deployment }) => {
  deployment.streams = [over];
  deployment.state = stateOf({ next: [], tasks: [] });
  deployment.thread = threadOf({ status: 'idle', interrupts: {} });

  await expect(session.until('periodic_stop')).rejects.toThrow('it ended before periodic_stop was asked');
  expect(await session.toEnd()).toEqual(values);
  expect(empty).toEqual({});
});

test('times are compared by their medians, and more than a fifth is an alarm', () => {
  expect(medianOf([3, 1, 2])).toBe(2);
  expect(medianOf([4, 1, 2, 3])).toBe(2.5);
  expect(() => medianOf([])).toThrow('no median');
  expect(compareTimes([1, 1, 1], [1.19, 1.19, 9])).toMatchObject({ alarm: false });
  expect(compareTimes([1, 1, 1], [1.21, 1.21, 0])).toMatchObject({ alarm: true });
});
