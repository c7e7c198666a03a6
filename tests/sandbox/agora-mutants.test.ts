import { expect } from '@playwright/test';
import { listOf, Session, type Json } from './agora.ts';
import { test } from './attach.ts';

const prefix = '71';
const control = `http://127.0.0.1:${prefix}00`;
const api = `http://127.0.0.1:${prefix}40`;
test.use({ prefix });

async function call(method: string, route: string, body?: unknown): Promise<{ status: number; body: Json }> {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(control + route, { method, ...json });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text || '{}') as Json };
}

const plant = async (rule: string | null): Promise<void> => {
  expect((await call('PUT', '/mutant', rule && { rule, system: 'agora' })).status).toBe(204);
};

/** A session whose agenda has one topic; its second question, and its state then. */
async function begin(): Promise<{ first: Json | undefined; second: Json | undefined; values: Json }> {
  const session = await Session.open({ user_participation_timing: 'disabled' }, api);
  const first = await session.start('Public libraries in small towns');
  const second = await session.answer({ action: 'edit', agenda: ['One'] });
  return { first, second, values: await session.values() };
}

test('breaks one rule of the graph at a time, counts its effects, and is true again after null', async ({ attach }) => {
  await attach({ env: { SANDBOX_MUTANTS: 'on', SANDBOX_SYSTEMS: 'agora' } }).line;
  const { body: catalogue } = await call('GET', '/mutants/agora');
  const names = listOf(catalogue['rules']).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect((await call('PUT', '/mutant', { rule: 'unheard', system: 'agora' })).status).toBe(400);

  const applied = async (): Promise<number> => Number((await call('POST', '/mutant/activity')).body['applied']);
  await plant('poll-early');
  expect((await begin()).second).toMatchObject({ type: 'topic_conclusion', current_round: 2 });
  expect(await applied()).toBe(1);
  await plant('agenda_approval-options');
  expect((await begin()).first).toMatchObject({ options: ['approve', 'edit', 'reorder'] });
  await plant('agenda_approval-lost');
  expect((await begin()).first).toMatchObject({ type: 'periodic_stop' });
  expect(await applied()).toBeGreaterThan(1);
  await plant('phases-replaced');
  expect(listOf((await begin()).values['phase_history'])).toHaveLength(1);
  await plant('rounds-per-topic-off');
  expect((await begin()).values['rounds_per_topic']).toEqual({ One: 6 });

  await plant(null);
  await applied();
  const { first, second, values } = await begin();
  expect(first).toMatchObject({ type: 'agenda_approval', options: ['approve', 'edit', 'reorder', 'reject'] });
  expect(second).toMatchObject({ type: 'periodic_stop', current_round: 3 });
  expect(values['rounds_per_topic']).toEqual({ One: 3 });
  expect(listOf(values['phase_history'])).toHaveLength(3);
  expect(await applied()).toBe(0);
});
