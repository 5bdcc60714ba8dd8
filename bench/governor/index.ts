/**
 * What the governor costs on one core, with a source, a platform and a journal in memory: how many samples are ingested
 * and how many services decided in a second, how that grows with the fleet, and what a whole 10 s of its loop takes.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Collector } from '../../packages/ounce/src/governor/collect.ts';
import { decide } from '../../packages/ounce/src/governor/decide.ts';
import { detectIncidents } from '../../packages/ounce/src/governor/detect.ts';
import { grade } from '../../packages/ounce/src/governor/grade.ts';
import { viewOf } from '../../packages/ounce/src/governor/observe.ts';
import { type Bench, type BenchRow, median } from '../harness.ts';
import { type BenchWorld, benchSignals, benchWorld, intervalMs } from './world.ts';

const { signal } = new AbortController();
const seriesPerService = benchSignals.length;
/** The last one has 100,000 series. */
const sizes = [10, 100, 1_000, 10_000, Math.ceil(100_000 / seriesPerService)];
const rounds = 5;
/** Small fleets are gone through several times, so that a round is long enough to be timed. */
const leastServices = 1_000;

const bench: Bench = async (progress) => {
  const rows: BenchRow[] = [];
  for (const size of sizes) {
    progress(`${size} services`);
    rows.push(...(await measure(size)));
  }
  return {
    rows,
    notes: [
      `Each service has ${seriesPerService} signals read every 10 s, two detections and predictive scaling; windows are full (120 readings).`,
      'Loop: ten ticks of one second, as the running governor makes them: all signals once, the platform asked five times, every service decided once.',
      'Not measured: the network, the parsing of what real sources answer, the flush of a journal on disk, actions (a calm fleet holds).',
    ],
  };
};

export default bench;

async function measure(size: number): Promise<BenchRow[]> {
  const before = await usedBytes();
  const world = await benchWorld(size);
  const loop: number[] = [];
  for (let round = 0; round < rounds + 2; round++) {
    const ms = await loopMs(world);
    // The first two warm the code up.
    if (round >= 2) loop.push(ms);
  }
  const bytes = (await usedBytes()) - before;
  const ingest = await ingestedPerSecond(world);
  const decided = await decidedPerSecond(world);
  await world.ledger.close();
  const name = `${size.toLocaleString('en')} services, ${(size * seriesPerService).toLocaleString('en')} series`;
  const row = (metric: string, unit: string, ounce: number): BenchRow => ({
    case: name,
    metric,
    unit,
    values: { ounce },
  });
  return [
    row('samples ingested', 'per second', ingest),
    row('services decided', 'per second', decided),
    row('10 s of the loop', 'ms', median(loop)),
    row('memory of a service', 'KiB', bytes / size / 1024),
  ];
}

async function loopMs({ clock, governor }: BenchWorld): Promise<number> {
  const startedMs = performance.now();
  for (let i = 0; i < 10; i++) {
    clock.ms += intervalMs / 10;
    await governor.tick(signal);
  }
  return performance.now() - startedMs;
}

async function ingestedPerSecond({ clock, governor, source }: BenchWorld): Promise<number> {
  const collector = new Collector(governor.services, { memory: source }, () => clock.nowMs());
  const passes = Math.ceil(leastServices / governor.services.size);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const samples = collector.samples;
    const startedMs = performance.now();
    for (let pass = 0; pass < passes; pass++) {
      clock.ms += intervalMs;
      await collector.collect(signal);
    }
    rates.push((1000 * (collector.samples - samples)) / (performance.now() - startedMs));
  }
  return median(rates);
}

const noDrill = () => undefined;

/** What follows on a reading: the view, detections, grades and the control's decision. */
async function decidedPerSecond({ clock, governor, services, source, ledger }: BenchWorld): Promise<number> {
  const collector = new Collector(governor.services, { memory: source }, () => clock.nowMs());
  const passes = Math.ceil(leastServices / services.length);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let ms = 0;
    for (let pass = 0; pass < passes; pass++) {
      clock.ms += intervalMs;
      await collector.collect(signal);
      for (const service of services) service.status = { ...service.status!, atMs: clock.ms };
      const startedMs = performance.now();
      for (const service of services) {
        const view = viewOf(service, clock.ms);
        detectIncidents(service, view, noDrill);
        grade(service, view, ledger.rollups, noDrill);
        decide(service, view, () => false);
      }
      ms += performance.now() - startedMs;
    }
    rates.push((1000 * passes * services.length) / ms);
  }
  return median(rates);
}

/** Twice, with a turn of the event loop in between: only then is what weak references and ended promises held let go. */
async function usedBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  for (let i = 0; i < 2; i++) {
    await turn();
    collectGarbage();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
