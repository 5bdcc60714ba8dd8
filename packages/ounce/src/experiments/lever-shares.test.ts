import { expect, it } from 'vitest';
import { type Flow, type FlowLook, leverShares } from './lever-shares.ts';

const everyMs = 500;
const actions = [{ decision: { evidence: { figures: { perReplicaRate: 10 } } } }] as never;
/** A surge of 80 a second for a minute, read every 10 s. */
const arrivals = {
  timesMs: [10_000, 20_000, 30_000, 40_000, 50_000, 60_000],
  values: [80, 80, 80, 80, 80, 80],
};
const flow = (readyAt: (atMs: number) => number, changed: Partial<FlowLook> = {}, peakDepth = 0): Flow => ({
  looks: Array.from({ length: 120 }, (_, i) => {
    const atMs = i * everyMs;
    return { atMs, ready: readyAt(atMs), standby: false, limited: false, ...changed };
  }),
  arrivals,
  actions,
  fromMs: 0,
  usualRate: 8,
  peakDepth,
});

it('without a lever the backlog grows as long as the surge lasts; scaling takes off what came after it', () => {
  const shares = leverShares(flow((atMs) => (atMs < 15_000 ? 2 : 12)))!;
  expect(shares.map(({ lever }) => lever)).toEqual(['none', 'predictive-scaling']);
  expect(shares[0]!.peakWith).toBeCloseTo(60 * 59.5, -1);
  expect(shares[1]!.peakWith).toBeCloseTo(60 * 15, -2);
  expect(shares[1]!.tookOff).toBe(shares[0]!.peakWith - shares[1]!.peakWith);
});

it('replicas that were kept, and what was held outside, take off what is left', () => {
  const both = { standby: true, limited: true };
  const shares = leverShares(flow((atMs) => (atMs < 15_000 ? 7 : 12), both, 30))!;
  const of = (lever: string) => shares.find((share) => share.lever === lever)!;
  expect(of('standby-headroom').peakWith).toBeCloseTo(10 * 15, -2);
  expect(of('admission-control').tookOff).toBe(of('standby-headroom').peakWith - 30);
  const sum = shares.reduce((all, { tookOff }) => all + tookOff, 0);
  expect(sum).toBe(of('none').peakWith - 30);
});

it('says nothing without replicas, readings or a rate of a replica', () => {
  const known = flow(() => 2);
  expect(leverShares({ ...known, looks: [] })).toBeUndefined();
  expect(leverShares({ ...known, actions: [] })).toBeUndefined();
  expect(leverShares({ ...known, arrivals: { timesMs: [], values: [] } })).toBeUndefined();
});
