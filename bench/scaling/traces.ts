/** One load: the mean of arrivals at each second. */
export interface Trace {
  readonly name: string;
  readonly kind: 'made' | 'daily' | 'bursty';
  /** Arrivals per second that a second of base work stands for. */
  readonly base: number;
  readonly rates: Float64Array;
  /** So long at the start nothing is counted: scalers with a memory learn. */
  readonly learnSeconds: number;
}

const base = 100;
/** Nothing happens for so long: scalers with a memory settle. */
const quietSeconds = 600;

interface Surge {
  readonly factor: number;
  readonly riseSeconds: number;
  readonly holdSeconds: number;
  /** After the hold it falls as fast as it rose, and this much of the base follows; the trace ends with the hold when absent. */
  readonly afterSeconds?: number;
  readonly calmSeconds?: number;
}

function surge(
  name: string,
  { factor, riseSeconds, holdSeconds, afterSeconds, calmSeconds = 0 }: Surge,
): Trace {
  const begins = calmSeconds + quietSeconds;
  const top = begins + riseSeconds + holdSeconds;
  const seconds = afterSeconds === undefined ? top : top + riseSeconds + afterSeconds;
  const share = (second: number) => {
    if (second < begins) return 0;
    if (second >= top) return riseSeconds > 0 ? Math.max(0, 1 - (second - top) / riseSeconds) : 0;
    return riseSeconds > 0 ? Math.min(1, (second - begins) / riseSeconds) : 1;
  };
  return made(name, seconds, (second) => base * (1 + (factor - 1) * share(second)), calmSeconds);
}

function made(name: string, seconds: number, rate: (second: number) => number, learnSeconds = 0): Trace {
  return {
    name,
    kind: 'made',
    base,
    learnSeconds,
    rates: Float64Array.from({ length: seconds }, (_, s) => rate(s)),
  };
}

const shape = { holdSeconds: 300, afterSeconds: 1500 };

export const madeTraces: readonly Trace[] = [
  surge('10x step', { factor: 10, riseSeconds: 0, holdSeconds: 750 }),
  surge('10x in 60 s', { factor: 10, riseSeconds: 60, ...shape }),
  surge('2x in 60 s', { factor: 2, riseSeconds: 60, ...shape }),
  surge('3x in 120 s', { factor: 3, riseSeconds: 120, ...shape }),
  surge('5x in 300 s', { factor: 5, riseSeconds: 300, ...shape }),
  surge('10x in 600 s', { factor: 10, riseSeconds: 600, ...shape }),
  surge('3x in 120 s after a day', { factor: 3, riseSeconds: 120, ...shape, calmSeconds: 86_400 }),
  made('growth 5 %/min', quietSeconds + 3600, (s) => base * 1.05 ** (Math.max(0, s - quietSeconds) / 60)),
];
