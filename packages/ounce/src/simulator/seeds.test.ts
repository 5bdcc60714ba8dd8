import { describe, expect, it } from 'vitest';
import { dump } from '../../test/integration/ledger/dump.ts';
import { storm } from './storm.ts';

const seeds = 200;

describe('a governor in a storm', () => {
  it(`keeps its promises over ${seeds} seeds: nothing taken away on stale data, nothing beyond the rails, nothing while frozen, no fault left, evidence whole`, async () => {
    const broken: string[] = [];
    const seen = { orders: 0, reductions: 0, experiments: 0, ended: 0 };
    for (let seed = 1; seed <= seeds; seed++) {
      const report = await storm(seed, dump);
      broken.push(...report.broken.map((says) => `seed ${seed}, ${says}`));
      seen.orders += report.orders;
      seen.reductions += report.reductions;
      seen.experiments += report.experiments;
      seen.ended += report.plan.events.filter(({ kind }) => kind === 'stop' || kind === 'kill').length;
    }
    expect(broken).toEqual([]);
    // Storms in which nothing happens would prove nothing.
    expect(seen.orders).toBeGreaterThan(2 * seeds);
    expect(seen.reductions).toBeGreaterThan(seeds / 2);
    expect(seen.experiments).toBeGreaterThan(seeds / 2);
    expect(seen.ended).toBeGreaterThan(seeds / 2);
  }, 300_000);

  it('seed 10: has written the verdict down when an experiment is said to be finished', async () => {
    expect((await storm(10, dump)).broken).toEqual([]);
  });

  it('is the same storm for the same seed, to the byte', async () => {
    const [one, two] = [await storm(9, dump), await storm(9, dump)];
    expect(JSON.stringify(two.events)).toBe(JSON.stringify(one.events));
    expect(one.events.length).toBeGreaterThan(10);
  });
});
