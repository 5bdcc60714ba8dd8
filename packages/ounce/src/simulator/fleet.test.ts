import { expect, it } from 'vitest';
import { SimulatedFleet, type SimulatedFleetOptions } from './fleet.ts';

const fleetOf = (changed: Partial<SimulatedFleetOptions> = {}) =>
  new SimulatedFleet({
    ...{ seed: 1, startMs: 0, arrivalRate: 100, perReplicaRate: 10, startupMs: 2_000, replicas: 2 },
    ...changed,
  });

it('lets in no more than the limit and its burst; who waits outside comes first when there is room', () => {
  const fleet = fleetOf();
  fleet.limit = () => ({ perSecond: 15, burst: 5 });
  fleet.advance(60_000);
  expect(fleet.accepted).toBeLessThanOrEqual(15 * 60 + 5);
  expect(fleet.outside).toBe(fleet.offered - fleet.accepted);
  expect(fleet.depth).toBeLessThan(30);
  fleet.limit = () => null;
  fleet.advance(60_100);
  expect(fleet.outside).toBe(0);
  expect(fleet.accepted).toBe(fleet.offered);
});

it('takes a recorded load as it came', () => {
  const fleet = fleetOf({ recordedArrivals: (atMs) => Math.max(0, atMs - 1_000) / 50 });
  fleet.advance(11_000);
  expect(fleet.offered).toBe(200);
});

it('reckons with what a replica carries among so many', () => {
  const handled = (perReplicaRate: SimulatedFleetOptions['perReplicaRate']) => {
    const fleet = fleetOf({ perReplicaRate });
    fleet.advance(60_000);
    return fleet.handled;
  };
  expect(handled((ready) => 20 / ready)).toBe(handled(10));
});
