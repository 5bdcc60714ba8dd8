import type { InstanceHealth, ProbeResult } from '../../../model/health.ts';
import type { Instance } from '../../../model/service.ts';
import type { Window } from '../../../model/signal.ts';

/** Enough for a slope over half an hour of probes each 30 s; the newest ones are kept. */
const memoryReadingsKept = 60;
const memoryEveryMs = 30_000;

/** An instance of which nothing is known yet but what the platform says. */
export function newInstanceHealth({ id, state, startedAtMs }: Instance): InstanceHealth {
  return { id, state, startedAtMs, failuresInRow: 0 };
}

/** What is known after one more probe. A probe that says `unknown` changes nothing but that it was the last. */
export function afterProbe(before: InstanceHealth, probe: ProbeResult): InstanceHealth {
  if (before.last && probe.atMs < before.last.atMs) return before;
  switch (probe.kind) {
    case 'unknown':
      return { ...before, last: probe };
    case 'down': {
      const { upSinceMs: _, ...rest } = before;
      return {
        ...rest,
        last: probe,
        failuresInRow: before.failuresInRow + 1,
        failingSinceMs: before.failingSinceMs ?? probe.atMs,
      };
    }
    case 'up': {
      const { failingSinceMs: _, ...rest } = before;
      const { memoryBytes, memoryLimitBytes, atMs } = probe;
      return {
        ...rest,
        last: probe,
        failuresInRow: 0,
        upSinceMs: before.upSinceMs ?? atMs,
        ...(memoryBytes === undefined ? {} : { memory: grown(before.memory, atMs, memoryBytes) }),
        ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }),
      };
    }
  }
}

function grown(window: Window | undefined, atMs: number, bytes: number): Window {
  if (!window) return { timesMs: [atMs], values: [bytes] };
  const { timesMs, values } = window;
  if (!Number.isFinite(bytes) || atMs - timesMs[timesMs.length - 1]! < memoryEveryMs) return window;
  return {
    timesMs: [...Array.from(timesMs), atMs].slice(-memoryReadingsKept),
    values: [...Array.from(values), bytes].slice(-memoryReadingsKept),
  };
}
