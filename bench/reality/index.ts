/**
 * The same surge on the reference fleet (real processes) and in the simulator with the figures that were measured there: do peak and recovery agree?
 * One ramp and one spike, scaling alone.
 */
import { fileURLToPath } from 'node:url';
import { serviceSpecs } from '../../packages/ounce/src/app/services.ts';
import { loadConfig } from '../../packages/ounce/src/config/index.ts';
import { createMemoryJournal } from '../../packages/ounce/src/connectors/memory-journal/index.ts';
import { builtInScenarios, findScenario } from '../../packages/ounce/src/experiments/index.ts';
import type { ServiceSpec } from '../../packages/ounce/src/governor/index.ts';
import { simulate } from '../../packages/ounce/src/simulator/simulate.ts';
import { type Bench, type BenchRow, median } from '../harness.ts';
import { consumer, type Measured, measureSurge, peakOf, recoveryOf, type Sample } from '../real-fleet.ts';

/**
 * The ramp is steep enough to leave normal before anything can be seen of it: otherwise its recovery says nothing. It is cut off
 * before it asks for all that the ceiling carries, where a few percent of capacity decide.
 */
const surges = {
  spike: { durationMs: 60_000, factor: 10 },
  ramp: { durationMs: 45_000, factor: 14 },
} as const;
type Variant = keyof typeof surges;
const afterMs = 60_000;
const seeds = 9;
const sampleMs = 500;
/** Also a surge that never leaves normal (a queue of 100) leaves this. */
const nearlyEmpty = 20;
/** A queue is full, and every ready replica at work, with so many waiting for each. */
const fullPerReplica = 3;
/** Fewer seconds with a full queue say little of what is carried. */
const leastSeconds = 2;

/** What of the real fleet the simulator is told. */
interface Figures {
  readonly arrivalRate: number;
  /** By how many are ready: they share two cores. */
  readonly perReplicaRate: readonly { readonly ready: number; readonly rate: number }[];
  readonly startupMs: number;
  /** From a reading's due time to the reading. */
  readonly tickOffsetMs: number;
  /** From the beginning of the surge to the first reading after it. */
  readonly firstReadingMs: number;
  /** How many had come by a moment, ms from the beginning of the surge. */
  readonly arrived: (atMs: number) => number;
}

export const repeats = true;

const bench: Bench = async (progress, { repeat }) => {
  const loaded = await loadConfig({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });
  const target = serviceSpecs(loaded.config).find(({ service }) => service === consumer)!;
  const rows: BenchRow[] = [];
  const notes: string[] = [];
  for (const variant of ['spike', 'ramp'] as const) {
    const real: Seen[] = [];
    const simulated: Seen[] = [];
    for (let run = 1; run <= repeat; run++) {
      progress(`${variant}, ${run} of ${repeat}, on real processes`);
      const surge = { levers: ['predictive-scaling'], variant, ...surges[variant], afterMs } as const;
      const measured = await measureSurge(surge, progress);
      const figures = figuresOf(measured);
      progress(`  ${JSON.stringify(figures)}; ${measured.verdict}`);
      real.push(judge(measured.samples));
      progress(`${variant}, ${run} of ${repeat}, simulated`);
      simulated.push(await simulateLike(figures, variant, target));
      progress(`  real ${JSON.stringify(real.at(-1))}, simulated ${JSON.stringify(simulated.at(-1))}`);
      notes.push(say(variant, figures, measured));
    }
    rows.push(...compare(variant, middle(real), middle(simulated)));
  }
  return { rows, notes };
};

function figuresOf({ samples, past, beganAtMs, startupTimesMs }: Measured): Figures {
  const before = samples.filter(({ atMs }) => atMs < 0);
  const readings = past.queueDepth!.timesMs;
  const first = readings.find((atMs) => atMs > beganAtMs) ?? beganAtMs;
  return {
    arrivalRate: acceptedIn(before) / secondsIn(before),
    perReplicaRate: perReplicaRateOf(samples),
    startupMs: median(startupTimesMs.slice(-10)),
    tickOffsetMs: Math.round(median(readings.slice(-6).map((atMs) => atMs % 10_000))),
    firstReadingMs: first - beganAtMs,
    arrived: arrivedBy(samples, acceptedIn(before) / secondsIn(before)),
  };
}

/** As it was counted; evenly, at the rate before, where nobody counted. */
function arrivedBy(samples: readonly Sample[], rate: number): Figures['arrived'] {
  const [first, last] = [samples[0]!, samples.at(-1)!];
  return (atMs) => {
    if (atMs <= first.atMs) return first.accepted + ((atMs - first.atMs) * rate) / 1000 + 1e6;
    if (atMs >= last.atMs) return last.accepted + ((atMs - last.atMs) * rate) / 1000 + 1e6;
    const i = samples.findIndex((sample) => sample.atMs >= atMs);
    const [a, b] = [samples[i - 1]!, samples[i]!];
    return a.accepted + ((b.accepted - a.accepted) * (atMs - a.atMs)) / (b.atMs - a.atMs) + 1e6;
  };
}

const acceptedIn = (samples: readonly Sample[]) => samples.at(-1)!.accepted - samples[0]!.accepted;
const secondsIn = (samples: readonly Sample[]) => (samples.at(-1)!.atMs - samples[0]!.atMs) / 1000;

/** What was finished while the queue was full, for each second of a ready replica, by how many were ready. */
function perReplicaRateOf(samples: readonly Sample[]): Figures['perReplicaRate'] {
  const seen = new Map<number, { served: number; seconds: number }>();
  for (let i = 1; i < samples.length; i++) {
    const [a, b] = [samples[i - 1]!, samples[i]!];
    const full = (sample: Sample) => sample.depth >= fullPerReplica * sample.ready;
    if (!full(a) || !full(b) || a.ready !== b.ready) continue;
    const at = seen.get(a.ready) ?? { served: 0, seconds: 0 };
    at.served += b.accepted - a.accepted - (b.depth + b.active - a.depth - a.active);
    at.seconds += (b.atMs - a.atMs) / 1000;
    seen.set(a.ready, at);
  }
  return [...seen]
    .filter(([, { seconds }]) => seconds >= leastSeconds)
    .map(([ready, { served, seconds }]) => ({ ready, rate: served / seconds / ready }))
    .sort((a, b) => a.ready - b.ready);
}

/** That of the nearest number of replicas that was seen with a full queue. */
const nearest = (rates: Figures['perReplicaRate']) => (ready: number) =>
  rates.reduce((best, one) => (Math.abs(one.ready - ready) < Math.abs(best.ready - ready) ? one : best)).rate;

interface Seen {
  readonly peak: number;
  readonly recovery: number;
  /** From the beginning until the queue is nearly empty again and stays so, in seconds. */
  readonly emptied: number;
  /** From the beginning to the first order for more replicas, in seconds. */
  readonly scaled: number;
}

/** Medians over some seeds: the real run is one draw of its own. */
async function simulateLike(figures: Figures, variant: Variant, target: ServiceSpec): Promise<Seen> {
  const runs: Seen[] = [];
  for (let seed = 1; seed <= seeds; seed++) runs.push(await simulateOnce(figures, variant, target, seed));
  return middle(runs);
}

function middle(runs: readonly Seen[]): Seen {
  const of = (figure: keyof Seen) => median(runs.map((run) => run[figure]));
  return { peak: of('peak'), recovery: of('recovery'), emptied: of('emptied'), scaled: of('scaled') };
}

async function simulateOnce(
  { arrivalRate, perReplicaRate, startupMs, tickOffsetMs, firstReadingMs, arrived }: Figures,
  variant: Variant,
  target: ServiceSpec,
  seed: number,
): Promise<Seen> {
  const at = async (warmUpMs: number, recordedArrivals?: (atMs: number) => number) => {
    const { trace, events } = await simulate({
      ...{ seed, arrivalRate, startupMs, perReplicaRate: nearest(perReplicaRate), tickOffsetMs },
      ...{ warmUpMs, traceEveryMs: sampleMs, durationMs: surges[variant].durationMs, controls: 'on', target },
      ...(recordedArrivals ? { recordedArrivals } : {}),
      scenario: findScenario(builtInScenarios, {
        ...{ scenario: 'queue_backlog', variant, factor: surges[variant].factor },
      }),
      journal: createMemoryJournal(),
    });
    const [startedAtMs, beganAtMs] = ['experiment.started', 'experiment.fault_injected'].map(
      (kind) => events.find((event) => event.kind === kind)!.atMs,
    ) as [number, number];
    return { trace, startedAtMs, beganAtMs };
  };
  // First to see when surges begin, to choose one that begins as long before a reading as the real one; then that one with the load that came.
  let best = { warmUpMs: 0, beganAtMs: 0, offMs: Number.POSITIVE_INFINITY };
  for (let warmUpMs = 60_000; warmUpMs < 70_000; warmUpMs += 900) {
    const { beganAtMs } = await at(warmUpMs);
    const untilReadingMs = 10_000 - ((beganAtMs - tickOffsetMs) % 10_000);
    const offMs = Math.abs(untilReadingMs - firstReadingMs);
    if (offMs < best.offMs) best = { warmUpMs, beganAtMs, offMs };
  }
  const { trace, startedAtMs, beganAtMs } = await at(best.warmUpMs, (atMs) => arrived(atMs - best.beganAtMs));
  const samples = trace.map((one) => ({
    ...one,
    atMs: one.atMs + startedAtMs - beganAtMs,
    accepted: 0,
    active: 0,
  }));
  return judge(samples);
}

function judge(samples: readonly Sample[]): Seen {
  const before = samples.findLast(({ atMs }) => atMs < 0)?.desired ?? 2;
  return {
    peak: peakOf(samples),
    recovery: recoveryOf(samples) ?? Number.POSITIVE_INFINITY,
    emptied: recoveryOf(samples, nearlyEmpty) ?? Number.POSITIVE_INFINITY,
    scaled: (samples.find(({ atMs, desired }) => atMs >= 0 && desired > before)?.atMs ?? Number.NaN) / 1000,
  };
}

function compare(variant: Variant, real: Seen, simulated: Seen): BenchRow[] {
  const row = (metric: string, unit: string, figure: keyof Seen): BenchRow => ({
    ...{ case: variant, metric, unit },
    values: {
      real: real[figure],
      simulated: simulated[figure],
      'simulated / real': real[figure] === simulated[figure] ? 1 : simulated[figure] / real[figure],
    },
  });
  return [
    row('deepest queue', 'messages', 'peak'),
    row('normal again', 's', 'recovery'),
    row(`below ${nearlyEmpty} again`, 's', 'emptied'),
    row('first scale-out', 's', 'scaled'),
  ];
}

function say(variant: Variant, figures: Figures, { samples, verdict }: Measured): string {
  const { arrivalRate, perReplicaRate, startupMs, firstReadingMs } = figures;
  const most = Math.max(...samples.map(({ ready }) => ready));
  const round = (value: number) => Math.round(value * 10) / 10;
  return `${variant}: ${round(arrivalRate)} a second before, ${perReplicaRate.map(({ ready, rate }) => `${round(rate)} a second each of ${ready}`).join(', ')} with a full queue, ${round(startupMs / 1000)} s to start, first reading ${round(firstReadingMs / 1000)} s after the beginning, up to ${most} replicas. ${verdict}`;
}

export default bench;
