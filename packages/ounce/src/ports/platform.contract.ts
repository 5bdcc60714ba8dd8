import { countReplicas, isOunceError, type ServiceRef, type ServiceStatus } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Platform } from './platform.ts';

export interface PlatformHarness {
  /** Runs `ref` with one replica. */
  readonly platform: Platform;
  readonly ref: ServiceRef;
  readonly unknown: ServiceRef;
  /** Waits (a virtual clock moves on) until the service is so; rejects after a time with what it is instead. */
  until(is: (status: ServiceStatus) => boolean): Promise<ServiceStatus>;
  /** Makes an instance die without a drain. */
  crash(instanceId: string): Promise<void>;
  /** Lets go of the services, and opens the same platform again, as a governor does that is replaced. */
  reopen(): Promise<Platform>;
  /** Stops everything. */
  close(): Promise<void>;
}

export interface PlatformSkips {
  /** Why instances of this platform cannot crash. */
  readonly crash?: string;
  /** Why this platform cannot be opened again. */
  readonly reopen?: string;
  /** Why a service cannot be scaled to none. */
  readonly scaleToNone?: string;
}

/** What every Platform promises. `make` gives a fresh one for each test. */
export function platformContract(make: () => Promise<PlatformHarness>, skips: PlatformSkips = {}): void {
  describe('Platform', () => {
    let harness: PlatformHarness;
    beforeEach(async () => {
      harness = await make();
      await harness.until(settledAt(1));
    });
    afterEach(() => harness.close());
    const current = () => harness;
    carryingOutOrders(current, skips);
    replacing(current, skips);
    refusing(current);
  });
}

type Current = () => PlatformHarness;
const { signal } = new AbortController();

function carryingOutOrders(current: Current, skips: PlatformSkips): void {
  it('tells what runs, and since when', async () => {
    const { platform, ref } = current();
    const status = await platform.status(ref, signal);
    expect(status.desired).toBe(1);
    const [instance, ...others] = status.instances;
    expect(others).toEqual([]);
    expect(instance).toMatchObject({ state: 'ready', restarts: 0 });
    expect(instance?.readyAtMs).toBeGreaterThanOrEqual(instance?.startedAtMs ?? Number.NaN);
    expect(status.atMs).toBeGreaterThanOrEqual(instance?.readyAtMs ?? Number.NaN);
  });

  it('takes an order at once, and carries it out', async () => {
    const { platform, ref, until } = current();
    await platform.scale(ref, 3, signal);
    expect((await platform.status(ref, signal)).desired).toBe(3);
    const { instances } = await until(settledAt(3));
    expect(new Set(instances.map(({ id }) => id)).size).toBe(3);
  });

  it('does nothing for an order that is already carried out', async () => {
    const { platform, ref, until } = current();
    await platform.scale(ref, 2, signal);
    const { instances } = await until(settledAt(2));
    await platform.scale(ref, 2, signal);
    expect((await platform.status(ref, signal)).instances).toEqual(instances);
  });

  it('keeps instances that run when it scales out, and some of them when it scales in', async () => {
    const { platform, ref, until } = current();
    const [first] = idsOf(await platform.status(ref, signal));
    await platform.scale(ref, 3, signal);
    const three = idsOf(await until(settledAt(3)));
    expect(three).toContain(first);
    await platform.scale(ref, 1, signal);
    const [left] = idsOf(await until(settledAt(1)));
    expect(three).toContain(left);
  });

  itUnless(skips.scaleToNone, 'scales to none and back', async () => {
    const { platform, ref, until } = current();
    await platform.scale(ref, 0, signal);
    await until(settledAt(0));
    await platform.scale(ref, 1, signal);
    await until(settledAt(1));
  });

  it('ends at the last of several orders in a row', async () => {
    const { platform, ref, until } = current();
    for (const replicas of [3, 1, 2]) await platform.scale(ref, replicas, signal);
    await until(settledAt(2));
  });
}

function replacing(current: Current, skips: PlatformSkips): void {
  it('replaces one instance and leaves the others alone', async () => {
    const { platform, ref, until } = current();
    await platform.scale(ref, 2, signal);
    const [first, second] = (await until(settledAt(2))).instances;
    await platform.restart(ref, first!.id, signal);
    const isFirst = ({ id, startedAtMs }: { id: string; startedAtMs: number }) =>
      id === first!.id && startedAtMs === first!.startedAtMs;
    const after = await until((status) => settledAt(2)(status) && !status.instances.some(isFirst));
    expect(after.instances).toContainEqual(second);
  });

  itUnless(skips.crash, 'replaces an instance that crashes, and counts it', async () => {
    const { platform, ref, crash, until } = current();
    const [id] = idsOf(await platform.status(ref, signal));
    await crash(id!);
    const restarts = ({ instances }: ServiceStatus) =>
      instances.reduce((sum, instance) => sum + instance.restarts, 0);
    await until((status) => settledAt(1)(status) && restarts(status) === 1);
  });

  itUnless(skips.reopen, 'finds its instances and their wanted count again', async () => {
    const { platform, ref, until, reopen } = current();
    await platform.scale(ref, 2, signal);
    const before = await until(settledAt(2));
    await reopen();
    const after = await until(settledAt(2));
    expect(after.instances).toEqual(before.instances);
  });
}

function refusing(current: Current): void {
  it('refuses to restart an instance that is not there', async () => {
    await expectRefused(current().platform.restart(current().ref, 'nobody-99', signal));
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses to scale to %d', async (replicas) => {
    const { platform, ref } = current();
    await expectRefused(platform.scale(ref, replicas, signal));
    expect((await platform.status(ref, signal)).desired).toBe(1);
  });

  it('refuses a service that it does not know', async () => {
    const { platform, unknown } = current();
    await expectRefused(platform.status(unknown, signal));
    await expectRefused(platform.scale(unknown, 1, signal));
    await expectRefused(platform.restart(unknown, 'nobody-99', signal));
  });

  it('rejects with the reason when it is aborted, and takes no order', async () => {
    const { platform, ref } = current();
    const reason = new Error('frozen');
    await expect(platform.scale(ref, 2, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect((await platform.status(ref, signal)).desired).toBe(1);
  });
}

function itUnless(why: string | undefined, title: string, test: () => Promise<void>): void {
  it.skipIf(why)(why ? `${title} (skipped: ${why})` : title, test);
}

const settledAt = (replicas: number) => (status: ServiceStatus) =>
  status.desired === replicas &&
  status.instances.length === replicas &&
  countReplicas(status).ready === replicas;

function idsOf({ instances }: ServiceStatus): readonly string[] {
  return instances.map(({ id }) => id);
}

async function expectRefused(call: Promise<unknown>): Promise<void> {
  const error = await call.catch((thrown: unknown) => thrown);
  expect(isOunceError(error) && { code: error.code, retry: error.retry }).toEqual({
    code: 'OUNCE_E_PLATFORM',
    retry: false,
  });
}
