import { isOunceError } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricReading, MetricRequest, MetricSource } from './metric-source.ts';

type Asked = Pick<MetricRequest, 'query' | 'targets'>;

export interface MetricSourceHarness {
  readonly source: MetricSource;
  /** Has this value now. */
  readonly present: Asked & { readonly value: number };
  /** Understood, but nobody exposes it. */
  readonly absent: Asked;
  /** Exposed, and not a number now. */
  readonly notANumber: Asked;
  /** Not in the source's language. */
  readonly malformedQuery: string;
  /** The same kind of source when what it reads from cannot be reached, and a question for it. */
  readonly unreachable: { readonly source: MetricSource; readonly asked: Asked };
  close(): Promise<void>;
}

export interface MetricSourceSkips {
  /** Why `ping` cannot fail for this source. */
  readonly pingOfUnreachable?: string;
}

/** What every MetricSource promises. `make` gives a fresh one for each test. */
export function metricSourceContract(
  make: () => Promise<MetricSourceHarness>,
  skips: MetricSourceSkips = {},
): void {
  describe('MetricSource', () => {
    let harness: MetricSourceHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(async () => {
      await harness.source.close();
      await harness.unreachable.source.close();
      await harness.close();
    });
    const current = () => harness;
    reading(current);
    missing(current);
    checking(current, skips);
  });
}

type Current = () => MetricSourceHarness;
const { signal } = new AbortController();

function request(id: string, { query, targets }: Asked): MetricRequest {
  return { id, query, targets, service: 'consumer', region: 'local' };
}

function reading(current: Current): void {
  it('reads a value and says when it was true', async () => {
    const [reading] = await current().source.read([request('depth', current().present)], signal);
    expect(reading).toMatchObject({ id: 'depth', kind: 'value', value: current().present.value });
    expect(reading?.kind === 'value' && reading.atMs).toBeGreaterThan(0);
  });

  it('answers every request exactly once, in the same order', async () => {
    const { source, present, absent, notANumber } = current();
    const asked = [absent, present, notANumber, present, absent, present, present];
    const readings = await source.read(
      asked.map((one, at) => request(`request ${at}`, one)),
      signal,
    );
    expect(readings.map(({ id }) => id)).toEqual(asked.map((_, at) => `request ${at}`));
    expect(readings.map(({ kind }) => kind)).toEqual(
      asked.map((one) => (one === present ? 'value' : 'missing')),
    );
  });

  it('answers no requests with no readings', async () => {
    expect(await current().source.read([], signal)).toEqual([]);
  });

  it('throws the reason when it is aborted', async () => {
    const reason = new Error('the governor stops');
    const read = current().source.read([request('a', current().present)], AbortSignal.abort(reason));
    await expect(read).rejects.toBe(reason);
  });
}

function missing(current: Current): void {
  it('has no value, and says why, when nobody exposes what is asked for', async () => {
    expectMissing(await current().source.read([request('a', current().absent)], signal));
  });

  it('has no value, and says why, when the value is not a number', async () => {
    expectMissing(await current().source.read([request('a', current().notANumber)], signal));
  });

  it('answers a query that it cannot understand with missing, and still answers the others', async () => {
    const { source, present, malformedQuery } = current();
    const malformed = request('malformed', { query: malformedQuery, targets: present.targets });
    const readings = await source.read([malformed, request('good', present)], signal);
    expectMissing(readings.slice(0, 1));
    expect(readings[1]).toMatchObject({ id: 'good', kind: 'value', value: present.value });
  });

  it('answers every request with missing when it reaches nothing', async () => {
    const { source, asked } = current().unreachable;
    const readings = await source.read([request('a', asked), request('b', asked)], signal);
    expect(readings.map(({ id }) => id)).toEqual(['a', 'b']);
    expectMissing(readings);
  });
}

function checking(current: Current, { pingOfUnreachable }: MetricSourceSkips): void {
  it('accepts queries of its own language', () => {
    const { source, present, absent, notANumber } = current();
    for (const { query } of [present, absent, notANumber]) {
      expect(() => source.checkQuery(query)).not.toThrow();
    }
  });

  it.each(['malformed', 'empty'])('refuses a query that is %s, with what to do', (which) => {
    const query = which === 'empty' ? '' : current().malformedQuery;
    const error = thrownBy(() => current().source.checkQuery(query));
    expect(isOunceError(error) && error.code).toBe('OUNCE_E_METRIC_QUERY');
  });

  it('answers a ping when it can be read', async () => {
    await expect(current().source.ping(signal)).resolves.toBeUndefined();
  });

  const title = 'rejects a ping, with what to do, when it reaches nothing';
  it.skipIf(pingOfUnreachable)(
    pingOfUnreachable ? `${title} (skipped: ${pingOfUnreachable})` : title,
    async () => {
      const error = await current()
        .unreachable.source.ping(signal)
        .catch((thrown: unknown) => thrown);
      expect(isOunceError(error) && error.code).toBe('OUNCE_E_METRIC_SOURCE');
    },
  );
}

function expectMissing(readings: readonly MetricReading[]): void {
  for (const reading of readings) {
    expect(reading.kind).toBe('missing');
    expect(reading.kind === 'missing' && reading.why.length).toBeGreaterThan(0);
  }
}

function thrownBy(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
