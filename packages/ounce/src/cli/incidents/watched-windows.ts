import type { TimeSpan } from '@ounce/core';
import { InvalidArgumentError } from 'commander';
import type { Prepared } from '../../prevention/incidents/index.ts';
import { parseMoment } from './parse-incident.ts';

/** When a history was watched, as its import will say. */
export interface WatchedWindow {
  readonly history: string;
  readonly services: readonly string[];
  readonly incidents: number;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly unwatched: readonly TimeSpan[];
  /** Too quiet for chance: probably nobody watched. */
  readonly quiet?: TimeSpan;
}

interface Said {
  readonly source: string;
  readonly since?: number;
  readonly until?: number;
  readonly unwatched: readonly TimeSpan[];
}

/** As many as the event of an import keeps. */
const mostServices = 1000;

/** When each history of a file was watched: what the person says, else from its first time to its last. */
export function watchedWindows(
  { histories }: Prepared,
  { source, since, until, unwatched }: Said,
): WatchedWindow[] {
  return histories.map(({ name, firstMs, lastMs, services, quiet, incidents }) => {
    const sinceMs = since ?? firstMs;
    const untilMs = until ?? Math.max(lastMs, sinceMs + 1);
    const within = unwatched.filter(({ startMs, endMs }) => startMs < untilMs && endMs > sinceMs);
    const explained = quiet && within.some((gap) => gap.startMs < quiet.endMs && gap.endMs > quiet.startMs);
    return {
      ...{ history: name === '' ? source : `${source}: ${name}`, services: services.slice(0, mostServices) },
      ...{ incidents, sinceMs, untilMs, unwatched: within },
      ...(quiet && !explained ? { quiet } : {}),
    };
  });
}

/** `2024-10-17/2026-08-01`. */
export function parseSpan(text: string, before: readonly TimeSpan[] = []): TimeSpan[] {
  const [from, to, ...more] = text.split('/');
  if (!from || !to || more.length > 0)
    throw new InvalidArgumentError('Write two times with a slash between, such as 2024-10-17/2026-08-01.');
  const span = { startMs: parseMoment(from), endMs: parseMoment(to) };
  if (span.endMs <= span.startMs) throw new InvalidArgumentError('It must begin before it ends.');
  return [...before, span];
}
