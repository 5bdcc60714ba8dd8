import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSigned } from './signature.ts';

const sign = (body: Buffer, secret: string) =>
  `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;

test('any one of the signatures with any one of the secrets is enough', () => {
  const body = Buffer.from('{"event":{}}');
  const header = `v1=${'a'.repeat(64)}, ${sign(body, 'new')}`;
  expect(isSigned(body, header, ['old', 'new'])).toBe(true);
  expect(isSigned(body, header, ['old'])).toBe(false);
  expect(isSigned(body, undefined, ['old'])).toBe(false);
  expect(isSigned(body, header, [])).toBe(false);
});

test('no other body and no other secret has the same signature', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
      const body = Buffer.from(one);
      const isSame = body.equals(Buffer.from(other));
      expect(isSigned(Buffer.from(other), sign(body, 'secret'), ['secret'])).toBe(isSame);
    }),
  );
});
