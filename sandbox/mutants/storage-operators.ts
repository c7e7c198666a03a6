import type { S3Response } from '../storage/request.ts';
import { etagOf, type Bucket, type StoredObject } from '../storage/store.ts';
import { elements, textOf } from '../storage/xml.ts';
import { admissions } from './storage-admissions.ts';
import type { Deed, StorageOperator } from './storage.ts';

/** Every way in which the endpoint can lie. A planted one is met by the objects whose keys match. */
export const operators: StorageOperator[] = [
  put('put-dropped', 'An upload is acknowledged and not stored.', (deed) => (isNews(deed) ? restore(deed) : undefined)),
  put('put-truncated', 'The last byte of an upload is lost.', (deed) =>
    storeAs(deed, ({ bytes }) => {
      const cut = bytes.subarray(0, -1);
      return { bytes: cut, etag: etagOf(cut), checksums: new Map() };
    }),
  ),
  put('put-content-type-lost', 'An upload is stored without its content type.', (deed) =>
    storeAs(deed, ({ headers }) => ({ headers: new Map(headers).set('content-type', 'binary/octet-stream') })),
  ),
  put('put-key-changed', 'An upload is stored under another prefix.', (deed) => {
    copyTo(deed, `misplaced/${deed.key}`);
    return restore(deed);
  }),
  put('put-doubled', 'An upload is stored a second time under `<key>.copy`.', (deed) => {
    copyTo(deed, `${deed.key}.copy`);
    return deed.answer;
  }),
  {
    ...{ operator: 'put-stale', actions: ['overwrite'] },
    description: 'An overwrite is acknowledged and the old object stays.',
    alter: restore,
  },
  {
    ...{ operator: 'delete-dropped', description: 'A removal is acknowledged and not done.', actions: ['delete'] },
    alter: (deed) => (deed.before ? restore(deed) : undefined),
  },
  {
    ...{ operator: 'delete-one-too-many', actions: ['delete'] },
    description: 'A removal takes the next object of the same folder along.',
    alter({ key, bucket, answer }) {
      const next = [...bucket.keys()].sort().find((each) => each > key && folderOf(each) === folderOf(key));
      return next !== undefined && bucket.delete(next) ? answer : undefined;
    },
  },
  {
    ...{ operator: 'get-truncated', description: 'The last byte of a download is lost.', actions: ['get'] },
    alter: ({ answer }) => answerWith(answer, Buffer.from(answer.body ?? '').subarray(0, -1)),
  },
  {
    ...{ operator: 'get-other', description: 'Another object of the same kind is answered.', actions: ['get'] },
    alter({ key, bucket, answer }) {
      const other = otherOf(key, bucket);
      return other && answerWith(answer, other.bytes);
    },
  },
  {
    ...{ operator: 'list-page-lost', description: 'The last key of a listing is missing.', actions: ['list'] },
    alter: ({ answer }) => withoutLast(answer),
  },
  ...admissions,
];

function put(operator: string, description: string, alter: (deed: Deed) => S3Response | undefined): StorageOperator {
  return { operator, description, actions: ['put'], alter };
}

/** Puts back what was there before; the answer stays. */
function restore({ key, bucket, before, answer }: Deed): S3Response {
  if (before) bucket.set(key, before);
  else bucket.delete(key);
  return answer;
}

function storeAs(
  { key, bucket, answer }: Deed,
  change: (object: StoredObject) => Partial<StoredObject>,
): S3Response | undefined {
  const stored = bucket.get(key);
  if (!stored || stored.bytes.length === 0) return undefined;
  bucket.set(key, { ...stored, ...change(stored) });
  return answer;
}

/** True unless the same bytes were there before. */
function isNews({ key, bucket, before }: Deed): boolean {
  return before?.etag !== bucket.get(key)?.etag;
}

function copyTo({ key, bucket }: Deed, other: string): void {
  const stored = bucket.get(key);
  if (stored) bucket.set(other, stored);
}

const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);

function answerWith(answer: S3Response, body: Buffer): S3Response | undefined {
  if (answer.status !== 200 || Buffer.from(answer.body ?? '').equals(body)) return undefined;
  // A client that verifies checksums would refuse what does not fit them.
  const headers = Object.entries(answer.headers ?? {}).filter(([name]) => !name.startsWith('x-amz-checksum-'));
  return { ...answer, headers: Object.fromEntries(headers), body };
}

/** An object with another content, as deep and of the same type; first one whose name differs in its digits only. */
function otherOf(key: string, bucket: Bucket): StoredObject | undefined {
  const depth = key.split('/').length;
  const name = (each: string): string => each.slice(folderOf(each).length).replaceAll(/\d+/g, '#');
  const type = (each: string): string => /\.[^/]*$/.exec(name(each))?.[0] ?? '';
  const own = bucket.get(key);
  const others = [...bucket.keys()].filter(
    (each) => each.split('/').length === depth && type(each) === type(key) && own?.etag !== bucket.get(each)?.etag,
  );
  return bucket.get(others.find((each) => name(each) === name(key)) ?? others[0] ?? key);
}

function withoutLast(answer: S3Response): S3Response | undefined {
  const xml = String(answer.body);
  const last = elements(xml, 'Contents').at(-1);
  if (last === undefined) return undefined;
  const count = Number(textOf(xml, 'KeyCount'));
  const body = xml
    .replace(`<Contents>${last}</Contents>`, '')
    .replace(/<KeyCount>\d+<\/KeyCount>/, `<KeyCount>${String(count - 1)}</KeyCount>`);
  return { ...answer, body };
}
