import { z } from 'zod';
import { jsonOf } from '../../detection/http/json.ts';
import { httpMutants } from '../../detection/http/mutants.ts';
import type { HttpPart, LaneParts, NoAnswer, ProxiedAnswer, ProxiedRequest } from '../../detection/mutants/mutant.ts';
import { Timestamp } from '../../helpers/database/timestamp.ts';
import { operation } from '../../helpers/http/operation.ts';

const Part = z.strictObject({ id: z.string(), size: z.number().min(0).max(1) });
const Thing = z.strictObject({
  thing_id: z.uuid(),
  name: z.string(),
  note: z.string().nullable(),
  kind: z.enum(['small', 'large']),
  fixed: z.literal('thing'),
  grade: z.int().max(12),
  ready: z.boolean(),
  at: Timestamp,
  parts: z.array(Part),
  notes: z.array(z.string()),
  marks: z.record(z.string(), z.int()),
  input: z.unknown(),
});
/** A small API with a field of every kind. */
const operations = {
  getThing: operation({
    method: 'GET',
    path: '/things/{id}',
    writes: false,
    query: z.object({ q: z.string() }),
    responses: { 200: Thing, 404: z.strictObject({ detail: z.string() }) },
  }),
  putThing: operation({
    method: 'PUT',
    path: '/things/{id}',
    writes: true,
    body: z.strictObject({ name: z.string(), parts: z.array(Part) }),
    responses: { 200: Thing },
  }),
  deleteThing: operation({ method: 'DELETE', path: '/things/{id}', writes: true, responses: { 204: z.literal('') } }),
  listThings: operation({ method: 'GET', path: '/things', writes: false, responses: { 200: z.array(Part) } }),
};

/** What the API answers unless a meeting says otherwise. */
export const thing = {
  thing_id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  name: 'Ada',
  note: null,
  kind: 'small',
  fixed: 'thing',
  grade: 12,
  ready: true,
  at: '2025-10-28T15:50:46.5',
  parts: [
    { id: 'a', size: 0.7 },
    { id: 'b', size: 1 },
  ],
  notes: ['one'],
  marks: { first: 1, second: 2 },
  input: 5,
};

/** All of them, every structural operator included. */
export const mutants = httpMutants(operations, { all: true, seed: 1 });

export const answered = (body: unknown, status = 200): ProxiedAnswer => ({
  status,
  headers: status === 204 ? {} : { 'content-type': 'application/json' },
  body: Buffer.from(status === 204 ? '' : JSON.stringify(body)),
});

export interface Meeting {
  /** What the API says, one after the other; the last again and again. */
  readonly says?: readonly ProxiedAnswer[];
  readonly earlier?: readonly { url: string; body: unknown }[];
  readonly request?: Partial<ProxiedRequest>;
}

interface Met {
  readonly given: ProxiedAnswer | NoAnswer;
  /** JSON of what was given; undefined when it is none. */
  readonly body: unknown;
  readonly forwarded: readonly ProxiedRequest[];
  readonly applied: number | undefined;
}

/** Plants a mutant, lets one exchange meet it, and takes it out. */
export async function meet(id: string, meeting: Meeting = {}): Promise<Met> {
  const { says = [answered(thing)], earlier = [] } = meeting;
  const mutant = mutants.find((each) => each.id === id);
  if (!mutant) throw new Error(`no mutant ${id}`);
  const forwarded: ProxiedRequest[] = [];
  const request = { method: 'GET', url: '/things/a', headers: {}, body: Buffer.alloc(0), ...meeting.request };
  let given: Promise<ProxiedAnswer | NoAnswer> | undefined;
  const http: HttpPart = {
    intercept(_, alter) {
      const exchange = {
        request,
        forward(other = request) {
          forwarded.push(other);
          return Promise.resolve(says[Math.min(forwarded.length, says.length) - 1] ?? answered(thing));
        },
        earlier: () => earlier.map(({ url, body }) => ({ url, answer: answered(body) })),
      };
      given = alter(exchange, () => undefined);
      return () => undefined;
    },
  };
  const takeOut = await mutant.plant({ http } as unknown as LaneParts);
  const answer = (await given) ?? 'silence';
  const body = typeof answer === 'string' ? undefined : jsonOf(answer)?.body;
  return { given: answer, body, forwarded, applied: (await takeOut()).applied };
}

/** Another thing, for earlier answers. */
export const other = { ...thing, thing_id: '00000000-4f89-41d3-9a0c-0305e82c3301', at: '2025-10-27T00:00:00' };
