import { describe, expect, it } from 'vitest';
import { GuardBook, type ToldByGuard } from './guard-book.ts';

const told = (
  instance: string,
  state: 'closed' | 'open',
  changed: Partial<ToldByGuard> = {},
): ToldByGuard => ({
  ...{ service: 'gateway', region: 'local', instance },
  breakers: [{ dependency: 'search', endpoint: '', state, calls: 10, failures: 1, rejected: 0 }],
  ...changed,
});
const short = (book: GuardBook, nowMs: number) =>
  book.breakers(nowMs).map(({ instance, state, sinceMs }) => `${instance} ${state} ${sinceMs}`);

describe('what guards tell', () => {
  it('is kept by instance, and a state lasts since it was first told', () => {
    const book = new GuardBook();
    book.take(told('gateway-1', 'closed'), 1_000);
    book.take(told('gateway-2', 'open'), 2_000);
    book.take(told('gateway-1', 'closed'), 11_000);
    book.take(told('gateway-2', 'closed'), 12_000);
    expect(short(book, 12_000)).toEqual(['gateway-1 closed 1000', 'gateway-2 closed 12000']);
  });

  it('is forgotten with an instance that is not heard of any more: its open circuits are nobody’s', () => {
    const book = new GuardBook();
    book.take(told('gateway-1', 'open'), 0);
    book.take(told('gateway-2', 'closed'), 30_000);
    expect(short(book, 45_000)).toHaveLength(2);
    expect(short(book, 45_001)).toEqual(['gateway-2 closed 30000']);
    expect(short(book, 80_000)).toEqual([]);
  });

  it('is summed up by service where the guards watch what leaves their processes', () => {
    const book = new GuardBook();
    book.take(told('gateway-1', 'closed', { coverage: { calls: 10, guarded: 9 } }), 0);
    book.take(told('gateway-2', 'closed', { coverage: { calls: 30, guarded: 30 } }), 0);
    book.take(told('mail-1', 'closed', { service: 'mail' }), 0);
    expect(book.coverage(1)).toEqual([
      { service: 'gateway', region: 'local', instances: 2, calls: 40, guarded: 39 },
    ]);
  });
});
