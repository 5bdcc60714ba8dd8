import { expect, it } from 'vitest';
import type { NewEvent } from '../model/event.ts';
import { free, freezeAfter } from './freeze.ts';

const set = (atMs: number, reason: string): NewEvent => ({
  atMs,
  actor: 'token:ops',
  subject: 'fleet',
  kind: 'freeze.set',
  data: { reason },
});
const lifted: NewEvent = {
  atMs: 9,
  actor: 'local',
  subject: 'fleet',
  kind: 'freeze.lifted',
  data: { reason: 'done' },
};
const note: NewEvent = {
  atMs: 5,
  actor: 'local',
  subject: 'fleet',
  kind: 'note.added',
  data: { text: 'hello' },
};

it('freezing twice is freezing once: the first reason stands until it is lifted', () => {
  const once = freezeAfter(free, set(1, 'move'));
  expect(once).toEqual({ kind: 'frozen', sinceMs: 1, by: 'token:ops', reason: 'move' });
  expect(freezeAfter(once, set(2, 'again'))).toBe(once);
  expect(freezeAfter(once, lifted)).toEqual(free);
});

it('other events neither freeze nor lift', () => {
  expect(freezeAfter(free, note)).toBe(free);
  const frozen = freezeAfter(free, set(1, 'move'));
  expect(freezeAfter(frozen, note)).toBe(frozen);
});
