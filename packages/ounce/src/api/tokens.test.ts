import { isOunceError, type Role, roles } from '@ounce/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import type { Journal } from '../ports/index.ts';
import { VirtualClock } from '../simulator/virtual-clock.ts';
import { callerOf, createToken, firstToken, mustBe } from './tokens.ts';

const clock = new VirtualClock(0);
let journal: Journal;
let ledger: Ledger;
beforeEach(async () => {
  journal = createMemoryJournal();
  ledger = await openLedger({ journal, readModelPath: ':memory:', clock });
});

const make = (role: Role) => createToken(ledger, clock, { role, label: 'a test', actor: 'local' });

describe('a token', () => {
  test('is 256 random bits, and the journal has only its hash', async () => {
    const { token } = await make('viewer');
    expect(token).toMatch(/^ounce_[\w-]{43}$/);
    let text = '';
    for await (const event of journal.read(0)) text += JSON.stringify(event);
    expect(text).not.toContain(token.slice(6));
    expect(text).toContain('"sha256"');
  });

  test('speaks for its role, under a name that the ledger can keep', async () => {
    const { id, token } = await make('operator');
    expect(callerOf(ledger, `Bearer ${token}`)).toEqual({
      role: 'operator',
      tokenId: id,
      actor: `token:${id}`,
    });
    expect(callerOf(ledger, `bearer ${token}`).role).toBe('operator');
  });

  test.each([undefined, '', 'Bearer', 'Bearer a b', 'Basic abc', 'Bearer ounce_x'])(
    'is asked for when the header is %j',
    (header) => expect(() => callerOf(ledger, header)).toThrow(/no bearer token|not known/),
  );

  test('is worth nothing once it is revoked', async () => {
    const { id, token } = await make('admin');
    const by = { atMs: 1, actor: 'local', subject: `token:${id}` };
    await ledger.append([{ ...by, kind: 'token.revoked', data: { tokenId: id } }]);
    expect(() => callerOf(ledger, `Bearer ${token}`)).toThrow('not known, or was revoked');
  });
});

test('the first start makes one admin token, later starts none', async () => {
  const first = await firstToken(ledger, clock);
  expect(callerOf(ledger, `Bearer ${first}`).role).toBe('admin');
  expect(await firstToken(ledger, clock)).toBeUndefined();
});

test('each role may do what those before it may, and no more', () => {
  const may = (role: Role, least: Role) => {
    try {
      mustBe(least, { role, tokenId: 'x', actor: 'x' });
      return true;
    } catch (error) {
      expect(isOunceError(error) && error.code).toBe('OUNCE_E_UNAUTHORISED');
      return false;
    }
  };
  expect(roles.map((role) => roles.map((least) => may(role, least)))).toEqual([
    [true, false, false],
    [true, true, false],
    [true, true, true],
  ]);
});
