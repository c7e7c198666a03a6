import { expect, test } from '@playwright/test';
import { createRedaction } from '../helpers/http/redaction.ts';

const redact = createRedaction(['p@ss-word', 'p@ss-word-and-more', 'qa']);

const cases: Readonly<Record<string, string>> = {
  'authorization: Bearer abc.def.ghi\naccept: */*': 'authorization: [redacted]\naccept: */*',
  '{"Authorization":"Basic cWE6cWE=","x":1}': '{"Authorization":"[redacted]","x":1}',
  'Set-Cookie: session=abc; HttpOnly': 'Set-Cookie: [redacted]',
  'cookie: a=b; c=d': 'cookie: [redacted]',
  'x-amz-security-token: FwoGZX': 'x-amz-security-token: [redacted]',
  'curl -H "Bearer eyJhbGciOi.x-y_z"': 'curl -H "Bearer [redacted]"',
  'http://s3/b/k?X-Amz-Credential=AKIA%2F1&X-Amz-Expires=60&X-Amz-Signature=abc':
    'http://s3/b/k?X-Amz-Credential=[redacted]&X-Amz-Expires=60&X-Amz-Signature=[redacted]',
  'http://s3/b/k?AWSAccessKeyId=AKIA&Signature=x%2By%3D&Expires=1':
    'http://s3/b/k?AWSAccessKeyId=[redacted]&Signature=[redacted]&Expires=1',
  'next=http%3A%2F%2Fs3%3FX-Amz-Signature%3Dabc': 'next=http%3A%2F%2Fs3%3FX-Amz-Signature%3D[redacted]',
  'postgresql://qa:secret@db:5432/x': 'postgresql://qa:[redacted]@db:5432/x',
  'https://user:secret@api.example/path': 'https://user:[redacted]@api.example/path',
  'the password is p@ss-word-and-more.': 'the password is [redacted].',
};

for (const [text, expected] of Object.entries(cases)) {
  test(`blanks secrets in: ${text.split('\n')[0] ?? ''}`, () => {
    expect(redact(text)).toBe(expected);
    expect(redact(redact(text)), 'twice is the same as once').toBe(expected);
  });
}

test('leaves ordinary text alone, and values too short to be told from words', () => {
  const text = 'GET http://127.0.0.1:4610/admin/books?grade=8 answered 500: signature of the qa team is missing';
  expect(redact(text)).toBe(text);
});
