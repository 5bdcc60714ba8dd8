/**
 * Arrivals × 10 for a minute on the reference fleet (real processes, a real PostgreSQL), with no lever, with scaling alone, and with standby headroom and
 * admission control on top: how deep the queue gets, who waits where, what it costs, and which lever did how much.
 */
import { type Bench, type BenchRow, median } from '../harness.ts';
import {
  type Lever,
  type Measured,
  measureSurge,
  type Past,
  peakOf,
  recoveryOf,
  replicaHours,
} from '../real-fleet.ts';

const durationMs = 60_000;
const afterMs = 60_000;
/** The steady state of the scenario: a queue below this is normal. */
const normal = 100;

const cases: Readonly<Record<string, readonly Lever[]>> = {
  none: [],
  scaling: ['predictive-scaling'],
  '+ standby': ['predictive-scaling', 'standby-headroom'],
  '+ admission': ['predictive-scaling', 'admission-control'],
  all: ['predictive-scaling', 'standby-headroom', 'admission-control'],
};

type Values = Record<string, number>;

export const repeats = true;

const bench: Bench = async (progress, { repeat }) => {
  const results = new Map<string, Measured[]>(Object.keys(cases).map((name) => [name, []]));
  for (let round = 1; round <= repeat; round++) {
    let past: Past | undefined;
    for (const [name, levers] of Object.entries(cases)) {
      progress(`${name}, ${round} of ${repeat}: ${levers.join(', ') || 'controls off'}`);
      const surge = { levers, variant: 'spike', durationMs, afterMs, ...(past ? { past } : {}) } as const;
      const measured = await measureSurge(surge, progress);
      results.get(name)!.push(measured);
      // What scaling alone went through is what the standby is sized by.
      if (name === 'scaling') past = measured.past;
      progress(`  peak ${peakOf(measured.samples)}, ${measured.verdict}`);
    }
  }
  const of = (figure: (measured: Measured) => number): Values =>
    Object.fromEntries([...results].map(([name, runs]) => [name, median(runs.map(figure))]));
  const peaks = of(({ samples }) => peakOf(samples));
  return { rows: [...rowsOf(of, peaks), ...attribution(peaks)], notes: notes(results, repeat) };
};

function rowsOf(of: (figure: (measured: Measured) => number) => Values, peaks: Values): BenchRow[] {
  const row = (metric: string, unit: string, values: Values): BenchRow => ({
    ...{ case: 'arrivals × 10, 60 s', metric, unit, values },
  });
  const overNormal = Object.fromEntries(
    Object.entries(peaks).map(([name, peak]) => [name, Math.max(0, peak / normal - 1) * 100]),
  );
  const share = (part: 'delayed' | 'throttled', priority: 'high' | 'normal' | 'low') =>
    of(({ byPriority: { [priority]: counts } }) => (100 * counts[part]) / counts.sent);
  return [
    row('deepest queue', 'messages', peaks),
    row(`above normal (${normal})`, '%', overNormal),
    row(
      'normal again',
      's',
      of(({ samples }) => recoveryOf(samples) ?? Number.POSITIVE_INFINITY),
    ),
    row(
      'accepted',
      'messages',
      of(({ messages }) => messages?.accepted ?? Number.NaN),
    ),
    row(
      'handled, distinct',
      'messages',
      of(({ messages }) => messages?.handledDistinct ?? Number.NaN),
    ),
    row(
      'errors',
      'messages',
      of(({ errors }) => errors),
    ),
    ...(['high', 'normal', 'low'] as const).flatMap((priority) => [
      row(`delayed, ${priority}`, '%', share('delayed', priority)),
      row(
        `longest delay, ${priority}`,
        's',
        of(({ byPriority }) => byPriority[priority].longestDelaySeconds),
      ),
      row(`given up, ${priority}`, '%', share('throttled', priority)),
    ]),
    row(
      'most replicas',
      'replicas',
      of(({ samples }) => Math.max(...samples.map(({ desired }) => desired))),
    ),
    row(
      'replicas before',
      'replicas',
      of(({ samples }) => samples.find(({ atMs }) => atMs >= 0)?.desired ?? 0),
    ),
    row(
      'cost of the two minutes',
      'replica-hours',
      of(({ samples }) => replicaHours(samples, 0, durationMs + afterMs)),
    ),
  ];
}

/** Each lever's share of what all together took off the peak: the mean over the orders in which they can be added (Shapley). */
function attribution(peaks: Values): BenchRow[] {
  const { none = 0, scaling = 0, all = 0, '+ standby': standby = 0, '+ admission': admission = 0 } = peaks;
  const did = {
    scaling: none - scaling,
    '+ standby': (scaling - standby + (admission - all)) / 2,
    '+ admission': (scaling - admission + (standby - all)) / 2,
    all: none - all,
  };
  const off = none - all;
  const shares = Object.fromEntries(Object.entries(did).map(([name, by]) => [name, (100 * by) / off]));
  return [
    { case: 'which lever', metric: 'took off the peak', unit: 'messages', values: did },
    { case: 'which lever', metric: 'share of it', unit: '%', values: shares },
  ];
}

function notes(results: ReadonlyMap<string, readonly Measured[]>, repeat: number): string[] {
  const verdicts = [...results].map(
    ([name, runs]) => `${name}: ${runs.map(({ verdict }) => verdict).join('; ')}`,
  );
  const peaks = [...results].map(
    ([name, runs]) => `${name} ${runs.map(({ samples }) => peakOf(samples)).join(', ')}`,
  );
  return [
    `${repeat === 1 ? 'One run' : `Medians of ${repeat} runs`} of each, sampled every 0.5 s; readings of the governor every 10 s. Without a lever the queue grows as long as the surge lasts.`,
    `Deepest queue of each run: ${peaks.join(' | ')}.`,
    'What scaling did is counted first, since the others stand on it; what standby and admission did is the mean over both orders.',
    `Verdicts: ${verdicts.join(' | ')}`,
  ];
}

export default bench;
