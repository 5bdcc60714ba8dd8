import type { DurationSample } from '../durations/duration-sample.ts';

/** So many times as fast does the alternative let incidents end; evenly mixed, from barely to nearly all of it. */
const speeds = [1.05, 1.1, 1.2, 1.4, 1.7, 2, 2.7, 4, 7, 15];

/**
 * Logarithm of the evidence that durations after are shorter, or longer, than before: of the likelihood of the order in which they end if
 * their hazard had become so many times larger (or smaller), against the order being chance: Cox's partial likelihood (JRSS B 34 (1972)
 * 187–220). The order of more incidents refines that of fewer, so with every incident that comes it is a test martingale, whatever
 * durations are distributed like, and ever exceeds 1/α with probability at most α (Ville; see ter Schure et al., The safe logrank
 * test, 2021).
 *
 * Open durations and ties are taken at their worst: for `shorter` those after as over last, those before as over when they were last seen. That
 * only lowers the evidence, because the likelihood falls with every one after that ends later.
 * @param dispersion so many incidents count as one.
 */
export function timesEvidence(
  before: DurationSample,
  after: DurationSample,
  direction: 'shorter' | 'longer',
  dispersion = 1,
): number {
  const [slow, fast] = direction === 'shorter' ? [before, after] : [after, before];
  const order = endings(slow, fast);
  const logs = speeds.map((speed) => logLikelihoodRatio(order, fast, speed) / dispersion);
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / speeds.length);
}

/** Who ends when, in order: 1 for the sample that may have become faster. */
function endings(slow: DurationSample, fast: DurationSample): Uint8Array {
  const early = new Float64Array(slow.ended.length + slow.open.length);
  early.set(slow.ended);
  early.set(slow.open, slow.ended.length);
  early.sort();
  const order = new Uint8Array(early.length + fast.ended.length + fast.open.length);
  let late = 0;
  for (let i = 0, at = 0; i < early.length || late < fast.ended.length; at++) {
    const isFast = i === early.length || (late < fast.ended.length && fast.ended[late]! < early[i]!);
    if (isFast) {
      order[at] = 1;
      late += 1;
    } else i += 1;
  }
  return order.fill(1, early.length + late);
}

function logLikelihoodRatio(order: Uint8Array, fast: DurationSample, speed: number): number {
  let fastLeft = fast.ended.length + fast.open.length;
  let left = order.length;
  let log = fastLeft * Math.log(speed);
  for (const isFast of order) {
    log -= Math.log1p((fastLeft / left) * (speed - 1));
    fastLeft -= isFast;
    left -= 1;
  }
  return log;
}
