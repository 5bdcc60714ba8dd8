import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Action } from '../model/action.ts';
import { ActionLog, blastRadiusWindowMs } from './action-log.ts';

const ref = (n: number) => ({ service: `s${n}`, region: 'eu' });
const out: Action = { kind: 'scale', from: 1, to: 2 };
const into: Action = { kind: 'scale', from: 2, to: 1 };

it('knows a service by its last action each way, for good', () => {
  const log = new ActionLog();
  log.record(ref(1), out, 1000);
  log.record(ref(1), into, 2000);
  log.record(ref(1), { kind: 'hold' }, 3000);
  expect(log.recent(ref(2), 3000)).toEqual({ othersActedOn: 1, othersReduced: 1 });
  expect(log.recent(ref(1), 10_000_000)).toEqual({
    lastOutAtMs: 1000,
    lastInAtMs: 2000,
    othersActedOn: 0,
    othersReduced: 0,
  });
});

it('counts the other services of the last minute exactly as counting them one by one would', () => {
  const step = fc.record({ service: fc.nat(5), reduces: fc.boolean(), waitMs: fc.nat(40_000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(5), (steps, asked) => {
      const log = new ActionLog();
      const taken: { service: number; reduces: boolean; atMs: number }[] = [];
      let nowMs = 0;
      for (const { service, reduces, waitMs } of steps) {
        nowMs += waitMs;
        log.record(ref(service), reduces ? into : out, nowMs);
        taken.push({ service, reduces, atMs: nowMs });
        const lately = taken.filter(
          ({ service: s, atMs }) => s !== asked && nowMs - atMs < blastRadiusWindowMs,
        );
        const { othersActedOn, othersReduced } = log.recent(ref(asked), nowMs);
        expect(othersActedOn).toBe(new Set(lately.map(({ service: s }) => s)).size);
        expect(othersReduced).toBe(new Set(lately.filter((t) => t.reduces).map(({ service: s }) => s)).size);
      }
    }),
  );
});
