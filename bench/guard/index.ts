import { type Bench, type BenchRow, interleave, median } from '../harness.ts';
import { lateResults } from './late-results.ts';
import { least } from './least.ts';
import { bytesPerCall, growthKiB, nanosecondsPerCall } from './measure.ts';
import {
  breaker,
  breakerAndTimeout,
  type Candidates,
  fullWindow,
  openRejection,
  slowCalls,
  wholeChain,
} from './peers.ts';

const rounds = 25;
const manyCalls = 100_000_000;

const work = async (): Promise<number> => 1;
const alreadyThere = new Error('down');
const failing = async (): Promise<number> => {
  throw alreadyThere;
};

/**
 * Time per call of every candidate, and against `bare`: the median of the ratios within one round. What else the machine does comes and goes
 * within seconds; a ratio of two medians could compare a quiet moment with a busy one.
 */
async function timeRows(name: string, candidates: Candidates): Promise<BenchRow[]> {
  const measured: Record<string, () => Promise<number>> = {};
  const byRound: Record<string, number[]> = {};
  for (const [candidate, one] of Object.entries(candidates)) {
    const measure = await nanosecondsPerCall(one);
    byRound[candidate] = [];
    measured[candidate] = async () => {
      const nanoseconds = await measure();
      byRound[candidate]!.push(nanoseconds);
      return nanoseconds;
    };
  }
  const nanoseconds = await interleave(measured, rounds);
  const ratios = Object.entries(byRound).map(([candidate, results]) => [
    candidate,
    median(results.map((result, round) => result / byRound.bare![round]!)),
  ]);
  return [
    { case: name, metric: 'time per call', unit: 'ns', values: nanoseconds },
    { case: name, metric: 'time per call', unit: 'x bare', values: Object.fromEntries(ratios) },
  ];
}

async function bytesRows(name: string, candidates: Candidates): Promise<BenchRow[]> {
  const bytes: Record<string, number> = {};
  for (const [candidate, one] of Object.entries(candidates)) {
    const results: number[] = [];
    for (let round = 0; round < rounds; round++) results.push(await bytesPerCall(one));
    bytes[candidate] = median(results);
  }
  const ratios = Object.entries(bytes).map(([candidate, one]) => [candidate, one / bytes.bare!]);
  return [
    { case: name, metric: 'allocated per call', unit: 'bytes', values: bytes },
    { case: name, metric: 'allocated per call', unit: 'x bare', values: Object.fromEntries(ratios) },
  ];
}

const bench: Bench = async (progress) => {
  const rows: BenchRow[] = [];
  const cases: [name: string, candidates: Candidates][] = [
    ['breaker', breaker(work)],
    ['breaker with the slow-call rule', slowCalls(work)],
    ['breaker + timeout', breakerAndTimeout(work)],
    ['breaker + timeout + retry', wholeChain(work)],
    ['open circuit', await openRejection(work, failing)],
    ['least that can be settled early', least(work)],
  ];
  for (const [name, candidates] of cases) {
    progress(name);
    rows.push(...(await timeRows(name, candidates)), ...(await bytesRows(name, candidates)));
  }
  for (const calls of [10, 100_000]) {
    const name = `failing call, ${calls.toLocaleString('en')} calls in the window`;
    progress(name);
    rows.push(...(await timeRows(name, await fullWindow(work, failing, calls))));
  }
  for (const outcome of ['succeeds', 'fails'] as const)
    rows.push({
      case: `late call ${outcome}`,
      metric: 'decides the trial of another',
      unit: '1 = yes',
      values: await lateResults(outcome),
    });
  progress(`${manyCalls.toLocaleString('en')} calls through the whole chain (a minute or so)`);
  const chain = wholeChain(work).ounce!;
  rows.push({
    case: '100 million calls',
    metric: 'growth of the heap',
    unit: 'KiB',
    values: { ounce: await growthKiB(chain, manyCalls) },
  });
  return { rows, notes };
};

const notes = [
  'Calls follow one another in one process and await a function that does nothing: only the overhead is measured, not a network, not concurrency.',
  'Ounce checks more per call than its peers (deadline that travels, retry budget, latency histogram); nothing of that is switched off here. Its slow-call rule is off by default and has a case of its own.',
  'The windows of the failing calls also fill with the calls that are measured, so the smaller one does not stay at 10. alfred has no window.',
  'The least that can be settled early has no breaker, no timer, no context and counts nothing: no chain with a timeout can allocate less.',
];

export default bench;
