import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DependencyHealth, InstanceHealth } from '../../../model/health.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { redecide } from '../../replay.ts';
import { decide } from './decide.ts';
import { initialState } from './state.ts';
import { beganMs, probed, settings, unknown, viewOf } from './test-service.ts';

const nowMs = beganMs + 600_000;
const once = (view: ServiceView, changed = {}) => decide(view, initialState(), settings(changed));
const restarted = ({ decisions }: ReturnType<typeof decide>) =>
  decisions.flatMap(({ action }) => (action.kind === 'restart' ? action.instance : []));
const rows = (...all: string[]) => all.map((row, i) => probed(`c-${i + 1}`, row, nowMs));
const withDependency = (view: ServiceView, kind: DependencyHealth['kind']): ServiceView => ({
  ...view,
  health: { ...view.health!, dependencies: [{ name: 'database', kind, why: 'it is refused' }] },
});

describe('one decision', () => {
  it('H1, H3: restarts the one that failed often enough in a row, and says since when and why', () => {
    const decided = once(viewOf(rows('uuuu', 'uddd', 'uuuu', 'uudd'), nowMs));
    expect(restarted(decided)).toEqual(['c-2']);
    expect(decided.decisions[0]).toMatchObject({
      id: `service-health/consumer@local/${nowMs}/c-2`,
      why: 'c-2 has failed 3 probes in a row for 2 s: no answer within 0.5 s.',
      action: { unresponsive: true },
    });
  });

  it('H2: holds without probes, without replicas, and on probes that are old', () => {
    const { health: _, ...unprobed } = viewOf(rows('ddd', 'uuu'), nowMs);
    const { replicas: __, ...unknownReplicas } = viewOf(rows('ddd', 'uuu'), nowMs);
    const old = viewOf(rows('ddd', 'uuu'), nowMs + 3_100);
    for (const view of [unprobed, unknownReplicas, old]) {
      const decided = once({ ...view, nowMs: view.nowMs });
      expect(decided.decisions).toMatchObject([{ action: { kind: 'hold' } }]);
    }
    expect(restarted(once({ ...old, nowMs: nowMs + 3_100 }))).toEqual([]);
  });

  it('H3: an unknown probe neither counts nor begins the row anew', () => {
    expect(restarted(once(viewOf(rows('dd?', 'uuu'), nowMs)))).toEqual([]);
    expect(restarted(once(viewOf(rows('dd?d', 'uuuu'), nowMs)))).toEqual(['c-1']);
  });

  it('H4: leaves alone what starts, drains, or is brought back by its platform', () => {
    const [young] = rows('ddd');
    const starting: InstanceHealth = { ...young!, state: 'starting', startedAtMs: nowMs - 59_000 };
    for (const instance of [
      starting,
      { ...young!, state: 'draining' as const },
      { ...young!, state: 'failed' as const },
    ])
      expect(restarted(once(viewOf([instance], nowMs)))).toEqual([]);
    expect(restarted(once(viewOf([{ ...starting, startedAtMs: nowMs - 61_000 }], nowMs)))).toEqual(['c-1']);
  });

  it('H5: restarts nothing while a dependency is down, and names it', () => {
    const decided = once(withDependency(viewOf(rows('ddd', 'uuu'), nowMs), 'down'));
    expect(restarted(decided)).toEqual([]);
    expect(decided.findings).toMatchObject([{ key: 'dependency-down', level: 'incident' }]);
    expect(decided.findings[0]?.says).toContain('database, which it depends on, is down (it is refused)');
    expect(restarted(once(withDependency(viewOf(rows('ddd'), nowMs), 'unknown')))).toEqual([]);
    expect(restarted(once(withDependency(viewOf(rows('ddd', 'uuu'), nowMs), 'unknown')))).toEqual(['c-1']);
  });

  it('H6: never restarts a whole service of several, and says that it is useless; the only instance is restarted', () => {
    const decided = once(viewOf(rows('ddd', 'ddd', 'udd'), nowMs));
    expect(restarted(decided)).toEqual([]);
    expect(decided.findings).toMatchObject([
      { key: 'service-down', level: 'incident', sinceMs: nowMs - 2_000 },
    ]);
    expect(restarted(once(viewOf(rows('ddd'), nowMs)))).toEqual(['c-1']);
  });

  it('H6: waits for a word of another instance that is newer than the failure: they may all have gone at once', () => {
    const failing = probed('c-1', 'uudd', nowMs);
    const before = viewOf([failing, probed('c-2', 'uuu', nowMs - 1_100)], nowMs);
    const decided = once(before, { failuresBeforeRestart: 2 });
    expect(restarted(decided)).toEqual([]);
    expect(decided.findings).toEqual([]);
    expect(decided.decisions[0]?.why).toBe(
      'Nothing is restarted yet: no other instance has been asked since c-1 began to fail.',
    );
    const since = viewOf([failing, probed('c-2', 'uuu', nowMs - 900)], nowMs);
    expect(restarted(once(since, { failuresBeforeRestart: 2 }))).toEqual(['c-1']);
  });

  it('H6: asks again before a restart when the other one has only just come back: what had both fail may be over', () => {
    const failing = probed('c-1', 'udd', nowMs - 900);
    const decided = once(viewOf([failing, probed('c-2', 'ddu', nowMs)], nowMs), { failuresBeforeRestart: 2 });
    expect(restarted(decided)).toEqual([]);
    expect(decided.decisions[0]?.why).toBe(
      'Nothing is restarted yet: c-1 has not been asked since another instance came back.',
    );
    const again = viewOf([probed('c-1', 'uddd', nowMs + 600), probed('c-2', 'ddu', nowMs)], nowMs + 600);
    expect(restarted(once(again, { failuresBeforeRestart: 2 }))).toEqual(['c-1']);
  });

  it('H7: restarts a quarter at once, those first that fail longest, and counts who is away', () => {
    const eight = rows('ddd', 'dddd', 'uuu', 'uuu', 'ddddd', 'uuu', 'uuu', 'uuu');
    expect(restarted(once(viewOf(eight, nowMs)))).toEqual(['c-5', 'c-2']);
    const oneAway = eight.map((one, i) => (i === 7 ? { ...one, state: 'draining' as const } : one));
    expect(restarted(once(viewOf(oneAway, nowMs)))).toEqual(['c-5']);
  });
});

describe('properties', () => {
  const row = fc.array(fc.constantFrom('u', 'd', '?'), { maxLength: 8 }).map((letters) => letters.join(''));
  const views = fc.array(row, { maxLength: 12 }).map((all) => viewOf(rows(...all), nowMs));

  it('H2, H6, H7: whatever the probes say, no more than a share is restarted, never the last that is up, never the unheard', () => {
    fc.assert(
      fc.property(views, (view) => {
        const ids = restarted(once(view));
        const instances = view.health!.instances;
        expect(ids.length).toBeLessThanOrEqual(Math.max(1, Math.floor(instances.length / 4)));
        for (const id of ids) {
          const one = instances.find((candidate) => candidate.id === id)!;
          expect(one.failuresInRow).toBeGreaterThanOrEqual(3);
          expect(one.last?.kind).toBe('down');
        }
        if (instances.length > 1 && ids.length > 0)
          expect(instances.some(({ last }) => last?.kind === 'up')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('H2: nothing at all is restarted when every newest probe is unknown', () => {
    fc.assert(
      fc.property(views, (view) => {
        const instances = view.health!.instances.map((one) => ({ ...one, last: unknown(nowMs) }));
        expect(restarted(once({ ...view, health: { ...view.health!, instances } }))).toEqual([]);
      }),
    );
  });

  it('H11: deciding again on evidence that went through JSON gives the same', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { decisions } = once(view);
        const kept = JSON.parse(JSON.stringify(decisions[0]!.evidence));
        expect(redecide(kept)).toEqual({ kind: 'decided', decisions });
      }),
    );
  });
});
