import { expect, it } from 'vitest';
import { repeat, viewWith } from '../../load/test-views.ts';
import { decide } from './decide.ts';
import { initialState } from './state.ts';
import { defaults, runWorld } from './test-world.ts';

/** Read every ten seconds off a real queue: a spike of a minute, a calm of two, and then the next step. */
const read = {
  depth: [0, 1, 0, 590, 644, 363, 100, ...repeat(7, 0), 1, 2, 0, 0, 363, 715],
  arrivals: [
    6.7, 8.9, 8.5, 78.1, 78.7, 76.2, 79.8, 79.2, 81.3, 9.3, 8.5, 9.3, 7.7, 7.5, 7.4, 9, 8.5, 8.5, 78.4, 77.3,
  ],
  service: [
    6.6, 8.8, 8.5, 18.9, 18.1, 88.8, 106, 90.6, 80.1, 11.1, 8.4, 9.5, 7.7, 7.6, 7.3, 4.1, 8.7, 8.6, 41.3,
    42.3,
  ],
};

it('P27: a step was held for 40 s because the spike two minutes before it was taken for noise', () => {
  for (const newest of [-1, 0]) {
    const until = (list: readonly number[]) => list.slice(0, list.length + newest);
    const view = viewWith({
      depth: until(read.depth),
      arrivals: until(read.arrivals),
      service: until(read.service),
      ready: 5,
    });
    const state = {
      ...initialState(defaults),
      dispersion: 9.3,
      capacity: { perReplica: 9, weight: 2, learntUntilMs: 0 },
    };
    const { action, why } = decide(view, state, defaults).decisions[0]!;
    expect(action).toMatchObject({ kind: 'scale', from: 5, to: expect.toSatisfy((to: number) => to >= 11) });
    expect(why).toMatch(/^Arrivals rose from (9|9.3) to 78 a second; 5 replicas carry 45;/);
  }
});

type Load = (second: number) => number;
interface Stretch {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** What came before the step, in seconds before it: nine times the usual. */
const pasts: Readonly<Record<string, readonly Stretch[]>> = {
  'one spike of a minute': [{ fromSeconds: 180, toSeconds: 120 }],
  'two spikes three minutes apart': [
    { fromSeconds: 420, toSeconds: 360 },
    { fromSeconds: 180, toSeconds: 120 },
  ],
  'three spikes of half a minute': [
    { fromSeconds: 270, toSeconds: 240 },
    { fromSeconds: 180, toSeconds: 150 },
    { fromSeconds: 90, toSeconds: 60 },
  ],
  'a spike of twenty seconds': [{ fromSeconds: 80, toSeconds: 60 }],
  'a fall': [{ fromSeconds: 210, toSeconds: 120 }],
};
const high = 9;
/** Enough for the calm, too few for a spike: as where replicas were given back in between. */
const carried = 5;

function loadOf(base: number, stretches: readonly Stretch[], stepAt: number): Load {
  const isHigh = (second: number) =>
    second > stepAt ||
    stretches.some(
      ({ fromSeconds, toSeconds }) => second > stepAt - fromSeconds && second <= stepAt - toSeconds,
    );
  return (second) => base * (isHigh(second) ? high : 1);
}

const seeds = [1, 2, 3, 4, 5, 6, 7];
/** Seconds seen of the calm before: a governor that has just started has seen little else than what came then. */
const calms = [30, 360];
const cases = Object.keys(pasts).flatMap((past) =>
  [8, 100].flatMap((base) =>
    [1, 10].flatMap((interval) => calms.map((calm) => ({ past, base, interval, calm }))),
  ),
);

it.each(cases)(
  'P4, P27: a step after $past is answered within two samples, from $base a second, read every $interval s for $calm s before',
  ({ past, base, interval, calm }) => {
    const lasted = Math.max(...pasts[past]!.map(({ fromSeconds }) => fromSeconds));
    for (const seed of seeds) {
      const stepAt = calm + lasted + (seed % interval);
      const { decisions } = runWorld({
        ...{ seed, intervalSeconds: interval, seconds: stepAt + 30, replicas: (base * carried) / 10 },
        ...{ arrivals: loadOf(base, pasts[past]!, stepAt), dryRun: true },
      });
      const upTo = (seconds: number) => decisions.findLast(({ atMs }) => atMs <= (stepAt + seconds) * 1000)!;
      const { action, why } = upTo(2 * interval);
      expect(action, `seed ${seed}: ${why}`).toMatchObject({ kind: 'scale' });
      // In full a sample later: the first may show half of it, and what was seen for two seconds is not believed in full.
      const enough = upTo(Math.max(10, 3 * interval)).action;
      expect(enough.kind === 'scale' && enough.to * 10, `seed ${seed}`).toBeGreaterThanOrEqual(base * high);
    }
  },
);
