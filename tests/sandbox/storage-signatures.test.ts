import { createHmac } from 'node:crypto';

import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { bucket, clientOf, credentials, expect, keysOf, region, test } from './storage.ts';

/** What boto3 makes in us-east-1: query form of Signature Version 2. */
function presignV2(endpoint: string, key: string, expires: number): URL {
  const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const text = `GET\n\n\n${String(expires)}\n${path}`;
  const Signature = createHmac('sha1', credentials.secretAccessKey).update(text).digest('base64');
  const query = new URLSearchParams({ AWSAccessKeyId: credentials.accessKeyId, Signature, Expires: String(expires) });
  return new URL(`${endpoint}${path}?${query.toString()}`);
}

async function read(
  url: URL | string,
  init?: RequestInit,
): Promise<{ status: number; code: string | undefined; text: string }> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1], text };
}

const denied = { status: 403, code: 'AccessDenied' };
const mismatch = { status: 403, code: 'SignatureDoesNotMatch' };
const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600;

test.beforeEach(async ({ s3, prefix }) => {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}1 ü.png`, Body: 'first' }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}2.png`, Body: 'second' }));
});

test('refuses whatever is not signed', async ({ endpoint, prefix, s3 }) => {
  const url = `${endpoint}/${bucket}/${prefix}2.png`;
  expect(await read(url)).toMatchObject(denied);
  expect(await read(url, { method: 'PUT', body: 'x' })).toMatchObject(denied);
  expect(await read(url, { method: 'DELETE' })).toMatchObject(denied);
  expect(await read(`${endpoint}/${bucket}?list-type=2`)).toMatchObject(denied);
  expect(await read(endpoint)).toMatchObject(denied);
  expect(await read(url, { headers: { authorization: 'Bearer x' } })).toMatchObject({
    status: 400,
    code: 'InvalidArgument',
  });
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(403);
  expect(await keysOf(s3, { Prefix: prefix })).toHaveLength(2);
});

test('refuses a wrong secret, an unknown key, a foreign region and a wrong clock', async ({ endpoint, prefix }) => {
  const command = (): PutObjectCommand => new PutObjectCommand({ Bucket: bucket, Key: `${prefix}3`, Body: 'x' });
  const refused = async (client: S3Client): Promise<string> =>
    client.send(command()).then(
      () => 'accepted',
      (error: unknown) => (error instanceof Error ? error.name : ''),
    );
  expect(await refused(clientOf(endpoint, { secretAccessKey: 'wrong' }))).toBe('SignatureDoesNotMatch');
  expect(await refused(clientOf(endpoint, { accessKeyId: 'unknown' }))).toBe('InvalidAccessKeyId');
  const common = { endpoint, credentials, forcePathStyle: true, maxAttempts: 1 };
  expect(await refused(new S3Client({ ...common, region: 'eu-west-1' }))).toBe('AuthorizationHeaderMalformed');
  const late = new S3Client({ ...common, region, systemClockOffset: -16 * 60_000 });
  expect(await refused(late)).toBe('RequestTimeTooSkewed');
});

test('refuses a header-signed request whose body, path, query or headers were altered', async ({
  endpoint,
  prefix,
  s3,
}) => {
  const altered = async (
    change: (request: { body: unknown; path: string; headers: Record<string, string> }) => void,
  ): Promise<string> => {
    const client = clientOf(endpoint);
    client.middlewareStack.add(
      (next) => async (args) => {
        change(args.request as Parameters<typeof change>[0]);
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'alter' },
    );
    const put = new PutObjectCommand({
      Bucket: bucket,
      Key: `${prefix}3`,
      Body: 'bytes',
      ChecksumAlgorithm: undefined,
    });
    return client.send(put).then(
      () => 'accepted',
      (error: unknown) => (error instanceof Error ? error.name : ''),
    );
  };
  expect(await altered((request) => (request.body = 'BYTES'))).toBe('XAmzContentSHA256Mismatch');
  expect(await altered((request) => (request.path = `/${bucket}/${prefix}4`))).toBe('SignatureDoesNotMatch');
  expect(await altered((request) => (request.headers['x-amz-meta-more'] = 'unsigned'))).toBe('AccessDenied');
  expect(await keysOf(s3, { Prefix: prefix })).toHaveLength(2);
});

test.describe('Signature Version 4 in the query', () => {
  test('opens one object until it expires and nothing else', async ({ endpoint, prefix, s3 }) => {
    const sign = (name: string, expiresIn: number, signingDate = new Date()): Promise<string> =>
      getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: prefix + name }), { expiresIn, signingDate });
    const url = await sign('1 ü.png', 3600);
    expect(url.startsWith(`${endpoint}/${bucket}/`)).toBe(true);
    expect(await read(url)).toMatchObject({ status: 200, text: 'first' });
    expect(await read(url.replace(encodeURIComponent('1 ü.png'), '2.png'))).toMatchObject(mismatch);
    expect(await read(url.replace('X-Amz-Expires=3600', 'X-Amz-Expires=3601'))).toMatchObject(mismatch);
    expect(await read(url.replace(/X-Amz-Signature=./, 'X-Amz-Signature=x'))).toMatchObject(mismatch);
    expect(await read(`${url}&response-content-type=text%2Fhtml`)).toMatchObject(mismatch);
    expect(await read(url, { method: 'DELETE' })).toMatchObject(mismatch);
    expect(await read(url, { headers: { 'x-amz-meta-a': '1' } })).toMatchObject(denied);
    expect(await read(url.replace('X-Amz-Expires=3600', 'X-Amz-Expires=604801'))).toMatchObject({ status: 400 });
    expect(await read(url.replace('X-Amz-Expires=3600', 'X-Amz-Expires=0'))).toMatchObject({ status: 400 });
    const stale = await read(await sign('2.png', 60, new Date(Date.now() - 61_000)));
    expect(stale).toMatchObject(denied);
    expect(stale.text).toContain('Request has expired');
    const early = await read(await sign('2.png', 60, new Date(Date.now() + 20 * 60_000)));
    expect(early).toMatchObject(denied);
  });

  test('sets the headers of the answer that were signed with it', async ({ prefix, s3 }) => {
    const ResponseContentDisposition = 'attachment; filename="page 1.png"';
    const Key = `${prefix}2.png`;
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key,
      ResponseContentDisposition,
      ResponseContentType: 'text/plain',
    });
    const response = await fetch(await getSignedUrl(s3, command));
    expect(response.headers.get('content-disposition')).toBe(ResponseContentDisposition);
    expect(response.headers.get('content-type')).toBe('text/plain');
  });

  test('refuses a second signature beside it', async ({ prefix, s3 }) => {
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: `${prefix}2.png` }));
    const twice = { status: 400, code: 'InvalidArgument' };
    expect(await read(url, { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } })).toMatchObject(twice);
    expect(await read(`${url}&AWSAccessKeyId=x&Signature=x&Expires=1`)).toMatchObject(twice);
  });
});

test('opens one object by Signature Version 2 in the query until it expires', async ({ endpoint, prefix }) => {
  const url = presignV2(endpoint, `${prefix}1 ü.png`, inAnHour());
  expect(await read(url)).toMatchObject({ status: 200, text: 'first' });
  expect(await read(url.href.replace(encodeURIComponent('1 ü.png'), '2.png'))).toMatchObject(mismatch);
  const later = new URL(url);
  later.searchParams.set('Expires', String(inAnHour() + 60));
  expect(await read(later)).toMatchObject(mismatch);
  const tampered = new URL(url);
  tampered.searchParams.set('Signature', 'AAAA');
  expect(await read(tampered)).toMatchObject(mismatch);
  const unknown = new URL(url);
  unknown.searchParams.set('AWSAccessKeyId', 'unknown');
  expect(await read(unknown)).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
  const expired = await read(presignV2(endpoint, `${prefix}2.png`, Math.floor(Date.now() / 1000) - 1));
  expect(expired).toMatchObject(denied);
  expect(expired.text).toContain('Request has expired');
});

test('refuses what it does not implement instead of taking it for something else', async ({ prefix, s3 }) => {
  const url = await getSignedUrl(s3, new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  expect(await read(url)).toMatchObject({ status: 200 });
  const acl = new PutObjectCommand({ Bucket: bucket, Key: `${prefix}3`, Body: 'x', ACL: 'public-read' });
  await expect(s3.send(acl)).rejects.toMatchObject({ name: 'AccessControlListNotSupported' });
  const Objects = Array.from({ length: 1001 }, (_, index) => ({ Key: `${prefix}${String(index)}` }));
  const batch = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } });
  await expect(s3.send(batch)).rejects.toMatchObject({ name: 'MalformedXML' });
});
