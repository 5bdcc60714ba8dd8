import type { ExperimentView, LiveState } from '../api/types.ts';
import { percent } from '../experiments/index.ts';
import type { Output } from './output.ts';

const barWidth = 16;
const lineEveryMs = 30_000;

/** One line that lives on a terminal; a line now and then where output is kept in a file. */
export class ExperimentProgress {
  readonly #output: Output;
  readonly #live = process.stderr.isTTY === true;
  #lastLineMs = Number.NEGATIVE_INFINITY;
  #phase = '';

  constructor(output: Output) {
    this.#output = output;
  }

  show(view: ExperimentView, state: LiveState, nowMs: number): void {
    const line = progressLine(view, state);
    if (this.#live) process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 120) - 1)}`);
    else if (view.phase !== this.#phase || nowMs - this.#lastLineMs >= lineEveryMs) {
      this.#lastLineMs = nowMs;
      this.#output.note(line);
    }
    this.#phase = view.phase;
  }

  end(): void {
    if (this.#live) process.stderr.write('\r\x1b[K');
  }
}

/** Phase, bar, and what a person wants to see move: depth, replicas and what is forecast. */
function progressLine(view: ExperimentView, { services, atMs }: LiveState): string {
  const filled = Math.round(view.progress * barWidth);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
  const target = services.find(
    ({ service, region }) => service === view.target.service && region === view.target.region,
  );
  const forecast = target?.controls[0]?.last?.forecast;
  const ahead = forecast?.find((point) => point.atMs >= atMs + 60_000) ?? forecast?.at(-1);
  const figures = [
    ...figuresOf(target?.signals ?? {}),
    `replicas ${target?.replicas ? `${target.replicas.ready}/${target.replicas.desired}` : '?'}`,
    ...(ahead
      ? [`in 1 min ${Math.round(ahead.value)} (${Math.round(ahead.lower)}–${Math.round(ahead.upper)})`]
      : []),
  ];
  const seconds = Math.round((atMs - (view.faultStartedAtMs ?? view.startedAtMs)) / 1000);
  return `${view.phase.padEnd(12)} ${bar} ${String(seconds).padStart(3)} s  ${figures.join('  ')}`;
}

type Signals = LiveState['services'][number]['signals'];

/** Of what is read, and in these words. */
const shown: readonly (readonly [name: keyof Signals, say: (value: number) => string])[] = [
  ['queueDepth', (value) => `queue ${Math.round(value)}`],
  ['openBreakers', (value) => `open breakers ${value}`],
  ['errorRate', (value) => `errors ${percent(value)}`],
  ['latencyP99Ms', (value) => `p99 ${Math.round(value)} ms`],
  ['cacheShare', (value) => `from cache ${percent(value)}`],
];

function figuresOf(signals: Signals): string[] {
  return shown.flatMap(([name, say]) => {
    const signal = signals[name];
    if (!signal) return [];
    const { value, stale } = signal;
    return `${value === undefined ? `${name} ?` : say(value)}${stale ? ' (old)' : ''}`;
  });
}
