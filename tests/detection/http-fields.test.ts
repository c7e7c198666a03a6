import { expect, test } from '@playwright/test';
import { answered, meet, other, thing, type Meeting } from './http-meeting.ts';

const without = (name: keyof typeof thing): object =>
  Object.fromEntries(Object.entries(thing).filter(([key]) => key !== name));

const changes: { id: string; gives: unknown; earlier?: Meeting['earlier'] }[] = [
  { id: 'drop:name', gives: without('name') },
  { id: 'null:name', gives: { ...thing, name: null } },
  { id: 'rename:name', gives: { ...without('name'), name_renamed: 'Ada' } },
  { id: 'retype:name', gives: { ...thing, name: 1 } },
  { id: 'retype:grade', gives: { ...thing, grade: '12' } },
  { id: 'retype:notes', gives: { ...thing, notes: { 0: 'one' } } },
  { id: 'retype:marks', gives: { ...thing, marks: '{"first":1,"second":2}' } },
  { id: 'drop:parts[].id', gives: { ...thing, parts: [{ size: 0.7 }, { size: 1 }] } },
  { id: 'field-added', gives: { ...thing, undeclared_field: 'undeclared' } },
  {
    id: 'field-added:parts[]',
    gives: { ...thing, parts: thing.parts.map((part) => ({ ...part, undeclared_field: 'undeclared' })) },
  },
  { id: 'truncated:name', gives: { ...thing, name: 'Ad' } },
  { id: 'truncated:notes[]', gives: { ...thing, notes: ['on'] } },
  { id: 'off-by-one:grade', gives: { ...thing, grade: 11 } },
  {
    id: 'off-by-one:parts[].size',
    gives: {
      ...thing,
      parts: [
        { id: 'a', size: 0.8 },
        { id: 'b', size: 0.9 },
      ],
    },
  },
  { id: 'off-by-one:marks{}', gives: { ...thing, marks: { first: 2, second: 3 } } },
  { id: 'flipped:ready', gives: { ...thing, ready: false } },
  { id: 'other-value:kind', gives: { ...thing, kind: 'large' } },
  { id: 'emptied:parts', gives: { ...thing, parts: [] } },
  { id: 'shortened:parts', gives: { ...thing, parts: thing.parts.slice(0, 1) } },
  { id: 'duplicated:notes', gives: { ...thing, notes: ['one', 'one'] } },
  { id: 'reversed:parts', gives: { ...thing, parts: [...thing.parts].reverse() } },
  { id: 'emptied:marks', gives: { ...thing, marks: {} } },
  { id: 'shortened:marks', gives: { ...thing, marks: { first: 1 } } },
  { id: 'other-id:thing_id', gives: { ...thing, thing_id: '3f2504e0-4f89-41d3-9a0c-0305e82c3302' } },
  {
    id: 'other-id:thing_id',
    earlier: [
      { url: '/things/a', body: thing },
      { url: '/things/b', body: other },
    ],
    gives: { ...thing, thing_id: other.thing_id },
  },
  { id: 'frozen:at', gives: { ...thing, at: '2020-01-01T15:50:46.5' } },
  { id: 'frozen:at', earlier: [{ url: '/things/b', body: other }], gives: { ...thing, at: other.at } },
];

for (const { id, gives, earlier = [] } of changes) {
  test(`${id}${earlier.length > 0 ? ' after earlier answers' : ''} makes its change and counts it`, async () => {
    const { body, applied } = await meet(`http:getThing:200:${id}`, { earlier });
    expect(body).toEqual(gives);
    expect(applied).toBe(1);
  });
}

const poor = { ...thing, name: 'A', notes: [], parts: [{ id: 'a', size: 0 }], note: null, marks: {} };
const unfit = [
  'truncated:name',
  'truncated:note',
  'retype:note',
  'emptied:notes',
  'duplicated:notes',
  'shortened:parts',
  'reversed:parts',
  'emptied:marks',
  'truncated:notes[]',
  'off-by-one:marks{}',
  'stale-read',
];

for (const id of unfit) {
  test(`${id} leaves an answer that it does not fit as it is, and counts nothing`, async () => {
    const truth = { ...answered(poor), body: Buffer.from(`${JSON.stringify(poor)} `) };
    const { given, applied } = await meet(`http:getThing:200:${id}`, { says: [truth] });
    expect(given).toBe(truth);
    expect(applied).toBe(0);
  });
}
