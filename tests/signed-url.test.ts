import { expect, test } from '@playwright/test';
import { expiryOf, withAnotherKey, withLaterExpiry, withoutSignature } from '../helpers/http/signed-url.ts';

const v4 =
  'http://127.0.0.1:1/bucket/books/a%20b/1.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20251028T155046Z' +
  '&X-Amz-Expires=3600&X-Amz-Signature=abc';
const v2 = 'https://bucket.s3.example/books/ab/1.png?AWSAccessKeyId=AKIA&Signature=x%2By%3D&Expires=1761666646';

test('the expiry is read from both forms of signed URLs', () => {
  expect(expiryOf(v4)).toBe(Date.UTC(2025, 9, 28, 16, 50, 46));
  expect(expiryOf(v2)).toBe(1_761_666_646_000);
  expect(() => expiryOf('http://127.0.0.1:1/bucket/key')).toThrow('The URL is not signed');
});

test('the expiry is altered, and nothing else', () => {
  expect(withLaterExpiry(v4)).toBe(v4.replace('X-Amz-Expires=3600', 'X-Amz-Expires=3601'));
  expect(expiryOf(withLaterExpiry(v2))).toBe(expiryOf(v2) + 1000);
  expect(new URL(withLaterExpiry(v2)).searchParams.get('Signature')).toBe('x+y=');
});

test('the key is altered under path style and virtual-host style', () => {
  const other = new URL(withAnotherKey(v4, 'books/a b/1.png', 'books/a b/2.png'));
  expect(other.pathname).toBe('/bucket/books/a%20b/2.png');
  expect(other.search).toBe(new URL(v4).search);
  expect(new URL(withAnotherKey(v2, 'books/ab/1.png', 'books/cd/1.png')).pathname).toBe('/books/cd/1.png');
});

test('without its signature a URL is the object’s address', () => {
  expect(withoutSignature(v2)).toBe('https://bucket.s3.example/books/ab/1.png');
});
