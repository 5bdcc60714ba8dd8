import { type Action, type FreezeState, free, type Mode, OunceError } from '@ounce/core';
import { describe, expect, it } from 'vitest';
import { act } from './act.ts';
import { viewOf } from './observe.ts';
import { refresh, serviceOf, startMs, wishOf, worldOf } from './test-service.ts';

const { signal } = new AbortController();
const scale = (from: number, to: number): Action => ({ kind: 'scale', from, to });
const frozen: FreezeState = { kind: 'frozen', sinceMs: startMs, by: 'local', reason: 'a fire' };

function ready(options: Parameters<typeof serviceOf>[0] = {}, desired = 4) {
  const service = serviceOf(options);
  refresh(service, startMs, desired);
  return service;
}

const noRestart = async () => {};

describe('an action', () => {
  it('is written down before it is done', async () => {
    const seen: string[] = [];
    const world = await worldOf({
      before: async ([event]) => void seen.push(event!.kind),
      platform: { restart: noRestart, scale: async () => void seen.push('order') },
    });
    const service = ready();
    await act([wishOf(service, scale(4, 6), startMs)], world.hands, signal);
    expect(seen).toEqual(['action.taken', 'order']);
    expect(service.controls[0]!.last?.outcome).toMatchObject({ kind: 'acted', action: scale(4, 6) });
  });

  it('is not done when the journal cannot be written', async () => {
    const world = await worldOf({ before: () => Promise.reject(new Error('the disk is full')) });
    const service = ready();
    await act([wishOf(service, scale(4, 6), startMs)], world.hands, signal);
    expect(world.orders).toEqual([]);
    expect(world.troubles[0]).toContain('the disk is full');
    expect(service.controls[0]!.last?.outcome.kind).toBe('failed');
    expect(service.acting).toBe(false);
  });

  it.each<[string, () => { freeze?: FreezeState; mode?: Mode; late?: number; desired?: number }]>([
    ['a freeze came', () => ({ freeze: frozen })],
    ['its control was turned off', () => ({ mode: 'off' })],
    ['the readings grew old', () => ({ late: 60_000 })],
    ['the fleet changed', () => ({ desired: 9 })],
  ])('is not done when %s while it was written down, and the ledger says why', async (_, change) => {
    const { freeze = free, mode = 'enforced', late = 0, desired } = change();
    let written = false;
    const service = ready();
    const world = await worldOf({
      before: async ([event], clock) => {
        if (event?.kind !== 'action.taken') return;
        written = true;
        if (late) await clock.sleep(late);
        // The platform has gone on answering; what changes is what the case is about.
        service.status = { atMs: clock.nowMs(), desired: desired ?? 4, instances: [] };
      },
      freeze: () => (written ? freeze : free),
      modeOf: () => ({ mode: written ? mode : 'enforced' }),
    });
    await world.clock.runUntil(act([wishOf(service, scale(4, 3), startMs)], world.hands, signal));
    expect(world.orders).toEqual([]);
    expect((await world.events()).map(({ kind }) => kind)).toEqual(['action.taken', 'action.failed']);
  });

  it('is not done once the governor stops', async () => {
    const stopped = new AbortController();
    const world = await worldOf({ before: async () => stopped.abort(new Error('the governor stops')) });
    await act([wishOf(ready(), scale(4, 6), startMs)], world.hands, stopped.signal);
    expect(world.orders).toEqual([]);
  });

  it('that the platform never answers ends in time and is journaled as failed', async () => {
    const world = await worldOf({ platform: { restart: noRestart, scale: () => new Promise(() => {}) } });
    const service = ready();
    await world.clock.runUntil(act([wishOf(service, scale(4, 6), startMs)], world.hands, signal));
    expect(service.acting).toBe(false);
    expect((await world.events()).at(-1)).toMatchObject({
      kind: 'action.failed',
      data: { error: 'there was no answer within 10 s' },
    });
  });

  it('makes what the platform said before it out of date', async () => {
    const world = await worldOf();
    const service = ready();
    await act([wishOf(service, scale(4, 6), startMs)], world.hands, signal);
    expect(viewOf(service, startMs).replicas).toBeUndefined();
    refresh(service, startMs + 1_000, 6);
    expect(viewOf(service, startMs + 1_000).replicas?.desired).toBe(6);
  });

  it('that took something away counts for the cooldown even when its answer was lost; one that added does not', async () => {
    for (const [to, others] of [
      [3, 1],
      [6, 0],
    ] as const) {
      const world = await worldOf({
        platform: { restart: noRestart, scale: () => Promise.reject(new Error('lost')) },
      });
      await act([wishOf(ready(), scale(4, to), startMs)], world.hands, signal);
      const elsewhere = { service: 'other', region: 'local' };
      expect(world.hands.actionLog.recent(elsewhere, startMs).othersActedOn).toBe(others);
    }
  });
});

describe('services that act in the same tick', () => {
  it('see each other, so that the blast radius bounds them', async () => {
    const world = await worldOf({ servicesInFleet: 10 });
    const rails = { maxActingShare: 0.3 };
    const services = Array.from({ length: 10 }, (_, i) => ready({ service: `consumer-${i}`, rails }));
    await Promise.all(
      services.map((service) => act([wishOf(service, scale(4, 6), startMs)], world.hands, signal)),
    );
    expect(world.orders).toHaveLength(3);
    const held = services.filter(({ controls }) => controls[0]!.last?.outcome.kind === 'held');
    expect(held).toHaveLength(7);
  });

  it('of which one has two wishes carry out the first and know of it at the second', async () => {
    const world = await worldOf();
    const service = ready();
    const wishes = [wishOf(service, scale(4, 6), startMs), wishOf(service, scale(4, 5), startMs)];
    await act(wishes, world.hands, signal);
    expect(world.orders).toEqual([{ service: 'consumer', to: 6 }]);
  });
});

describe('a wish that is held back', () => {
  it('is journaled once for as long as it stays the same, and again when it changes', async () => {
    const world = await worldOf({ freeze: () => frozen });
    const service = ready();
    for (const to of [6, 6, 6, 7, 7])
      await act([wishOf(service, scale(4, to), startMs)], world.hands, signal);
    expect((await world.events()).map(({ kind }) => kind)).toEqual(['action.held', 'action.held']);
    await act([wishOf(service, { kind: 'hold' }, startMs)], world.hands, signal);
    await act([wishOf(service, scale(4, 7), startMs)], world.hands, signal);
    expect(await world.events()).toHaveLength(3);
    expect(world.orders).toEqual([]);
  });

  it('of a limit or a floor is journaled when it begins, when it changes by half or in kind, and when it has ended', async () => {
    const world = await worldOf({ modeOf: () => ({ mode: 'dry-run' }) });
    const service = serviceOf({ admission: { service: 'gateway', gate: 'orders' } });
    const admit = (perSecond: number): Action => ({ kind: 'admit', from: null, to: { perSecond, burst: 5 } });
    const keep = (to: number): Action => ({ kind: 'standby', from: null, to });
    const wish = async (...actions: Action[]) => {
      await world.clock.runUntil(world.clock.sleep(10_000));
      refresh(service, world.clock.nowMs());
      const wishes = actions.map((action) => wishOf(service, action, world.clock.nowMs()));
      await act(wishes, world.hands, signal);
    };
    const whys = async () => (await world.events()).map(({ data }) => (data as { why: string }).why);

    // Load that is never still: up and down over every size on the way, for a quarter of an hour.
    for (let i = 0; i < 90; i++) await wish(admit(19 + (i % 9)), keep(8 + (i % 4)));
    expect(await whys()).toEqual([
      'Dry run: would have let in 19 a second. It was told so.',
      'Dry run: at least 8 replicas would be kept from now on. It was told so.',
    ]);
    await wish(admit(38), keep(8));
    await wish(admit(24), keep(12));
    expect(await whys()).toHaveLength(4);
    // A reading that is missing ends nothing.
    for (let i = 0; i < 5; i++) await wish({ kind: 'hold' });
    await wish(admit(27), keep(13));
    expect(await whys()).toHaveLength(4);
    for (let i = 0; i < 9; i++) await wish({ kind: 'hold' });
    expect((await whys()).slice(4)).toEqual(['No longer wanted. It was told so.']);
    await wish(admit(27));
    expect(await whys()).toHaveLength(6);
  });

  it('is journaled later when the journal could not be written', async () => {
    let isFull = true;
    const world = await worldOf({
      freeze: () => frozen,
      before: async () => {
        if (isFull) throw new Error('the disk is full');
      },
    });
    const service = ready();
    await act([wishOf(service, scale(4, 6), startMs)], world.hands, signal);
    isFull = false;
    await act([wishOf(service, scale(4, 6), startMs)], world.hands, signal);
    expect((await world.events()).map(({ kind }) => kind)).toEqual(['action.held']);
    expect(world.troubles).toEqual(['the disk is full']);
  });

  it('on stale readings takes nothing away and says so', async () => {
    const world = await worldOf();
    const service = serviceOf();
    service.status = { atMs: startMs, desired: 4, instances: [] };
    await act([wishOf(service, scale(4, 3), startMs)], world.hands, signal);
    expect(service.controls[0]!.last?.outcome).toMatchObject({ kind: 'held', because: 'stale-readings' });
    expect(world.orders).toEqual([]);
  });
});

describe('a restart that the platform holds back', () => {
  const says = 'held back by a PodDisruptionBudget: it needs 4 healthy pods';
  const restart: Action = { kind: 'restart', instance: 'consumer-1', startedAtMs: 5, unresponsive: true };
  const instances = [{ id: 'consumer-1', state: 'ready', startedAtMs: 5, restarts: 0 }] as const;

  async function heldWorld() {
    const asked: number[] = [];
    const world = await worldOf({
      platform: {
        scale: noRestart,
        restart: async () => {
          asked.push(world.clock.nowMs() - startMs);
          throw new OunceError('OUNCE_E_HELD_BACK', says, { retry: true });
        },
      },
    });
    const service = serviceOf();
    const again = async () => {
      const nowMs = world.clock.nowMs();
      refresh(service, nowMs, 1);
      service.status = { atMs: nowMs, desired: 1, instances };
      await act([wishOf(service, restart, nowMs)], world.hands, signal);
    };
    return { world, service, asked, again };
  }

  it('is journaled as held, with its sentence, and counts as nothing that was done', async () => {
    const { world, service, again } = await heldWorld();
    await again();
    const events = await world.events();
    expect(events.map(({ kind }) => kind)).toEqual(['action.taken', 'action.held']);
    expect(events[1]!.data).toMatchObject({ because: 'platform', why: says });
    expect(service.controls[0]!.last?.outcome).toEqual({ kind: 'held', because: 'platform', why: says });
    expect(service.recoveries).toEqual([]);
    const elsewhere = { service: 'other', region: 'local' };
    expect(world.hands.actionLog.recent(elsewhere, startMs)).toEqual({ othersActedOn: 0, othersReduced: 0 });
    expect(world.ledger.query.actions({}).items).toMatchObject([{ outcome: 'held', because: 'platform' }]);
  });

  it('is asked for again after 10 s, and later each time; what happens in between is not news', async () => {
    const { world, asked, again } = await heldWorld();
    for (let second = 0; second <= 75; second++) {
      await again();
      await world.clock.runUntil(world.clock.sleep(1_000));
    }
    expect(asked).toEqual([0, 10_000, 30_000, 70_000]);
    expect(await world.events()).toHaveLength(2 * asked.length);
  });
});
