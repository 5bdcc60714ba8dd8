import type { ObservedWindow, TimeSpan } from '@ounce/core';
import type { GovernorRun, ImportRecord } from '../../ledger/index.ts';

export interface WatchedTime {
  /** Apart from each other, oldest first. */
  readonly spans: readonly TimeSpan[];
  /** One sentence for each thing that the time rests on. */
  readonly basis: readonly string[];
  /** Who watched when: a change of who watches may look like a change of what happens. */
  readonly watchers: readonly { readonly who: string; readonly spans: readonly TimeSpan[] }[];
}

export interface WatchAsked {
  readonly runs: readonly GovernorRun[];
  readonly imports: readonly ImportRecord[];
  /** The start of the first incident that was told and not imported. */
  readonly firstToldMs: number | undefined;
  readonly firstMs: number | undefined;
  readonly nowMs: number;
  /** One service alone; false for `governed` when no governor looks after it. */
  readonly service?: string;
  readonly governed?: boolean;
}

/**
 * The time in which an incident would have been seen, for all services or one: what governors watched, what imported
 * histories claim, and, where neither says anything, from the first incident on, which nobody can check.
 */
export function watchedTime(asked: WatchAsked): WatchedTime {
  const { nowMs, firstToldMs, firstMs, governed = true } = asked;
  const basis: string[] = [];
  const governor = governed ? governorSpans(asked.runs, nowMs) : [];
  const governorStartMs = governor[0]?.startMs ?? nowMs;
  if (governor.length > 0) basis.push(`Ounce itself has watched since ${day(governorStartMs)}.`);
  const imported = importSpans(asked);
  basis.push(...imported.basis);
  const watchers = [
    ...(governor.length > 0 ? [{ who: 'Ounce itself', spans: governor }] : []),
    ...imported.watchers,
  ];
  const spans = watchers.flatMap((watcher) => watcher.spans);
  if (firstToldMs !== undefined && governed && firstToldMs < governorStartMs) {
    spans.push({ startMs: firstToldMs, endMs: governorStartMs });
    basis.push(
      `Before that, time counts as watched from the first incident that was told (${day(firstToldMs)}); nobody can check that.`,
    );
  }
  if (spans.length === 0 && firstMs !== undefined) {
    spans.push({ startMs: firstMs, endMs: nowMs });
    basis.push(
      `Nobody said when it was watched: time counts from the first incident (${day(firstMs)}), which is a guess.`,
    );
  }
  return { spans: merged(spans), basis, watchers };
}

/** The watched part of a stretch. */
export function observedWindow(
  { spans }: Pick<WatchedTime, 'spans'>,
  startMs: number,
  endMs: number,
): ObservedWindow {
  const unobserved: TimeSpan[] = [];
  let reachedMs = startMs;
  for (const span of spans) {
    if (span.endMs <= startMs || span.startMs >= endMs) continue;
    if (span.startMs > reachedMs) unobserved.push({ startMs: reachedMs, endMs: span.startMs });
    reachedMs = Math.max(reachedMs, span.endMs);
  }
  if (reachedMs < endMs) unobserved.push({ startMs: reachedMs, endMs });
  return unobserved.length === 0 ? { startMs, endMs } : { startMs, endMs, unobserved };
}

/** A start without a stop before it was a crash: that governor counts as watching until it started again. */
function governorSpans(runs: readonly GovernorRun[], nowMs: number): TimeSpan[] {
  const sinceMs = new Map<string, number>();
  const spans: TimeSpan[] = [];
  for (const { atMs, kind, governor } of runs) {
    const startMs = sinceMs.get(governor);
    if (kind === 'started') sinceMs.set(governor, startMs ?? atMs);
    else if (startMs !== undefined) {
      spans.push({ startMs, endMs: atMs });
      sinceMs.delete(governor);
    }
  }
  for (const startMs of sinceMs.values()) spans.push({ startMs, endMs: Math.max(startMs, nowMs) });
  return merged(spans);
}

function importSpans({ imports, service, nowMs }: WatchAsked): Pick<WatchedTime, 'watchers' | 'basis'> {
  const bySource = new Map<string, TimeSpan[]>();
  for (const { source, services, sinceMs, untilMs, unwatched } of imports) {
    if (service !== undefined && services.length > 0 && !services.includes(service)) continue;
    const window = { startMs: sinceMs, endMs: Math.min(untilMs, nowMs) };
    // Within its window a newer copy says it anew, and outside of it what was said before still holds.
    const before = without(bySource.get(source) ?? [], [window]);
    bySource.set(source, merged([...before, ...without([window], unwatched)]));
  }
  const watchers = [...bySource].flatMap(([source, spans]) =>
    spans.length > 0 ? [{ who: `the history ${source}`, spans }] : [],
  );
  const basis = watchers.map(({ who, spans }) => {
    const gaps =
      spans.length > 1 ? `, with ${spans.length === 2 ? 'a gap' : `${spans.length - 1} gaps`}` : '';
    const [since, until] = [spans[0]!.startMs, spans.at(-1)!.endMs];
    return `The ${who.slice(4)} was watched from ${day(since)} to ${day(until)}${gaps}, as its import says.`;
  });
  return { watchers, basis };
}

/** What is left of times when the gaps are taken out. */
function without(spans: readonly TimeSpan[], gaps: readonly TimeSpan[]): TimeSpan[] {
  let left = [...spans];
  for (const gap of gaps)
    left = left
      .flatMap(({ startMs, endMs }) => [
        { startMs, endMs: Math.min(endMs, gap.startMs) },
        { startMs: Math.max(startMs, gap.endMs), endMs },
      ])
      .filter(({ startMs, endMs }) => endMs > startMs);
  return left;
}

function merged(spans: readonly TimeSpan[]): TimeSpan[] {
  const all = spans.filter(({ startMs, endMs }) => endMs > startMs).sort((a, b) => a.startMs - b.startMs);
  const out: { startMs: number; endMs: number }[] = [];
  for (const span of all) {
    const last = out.at(-1);
    if (last && span.startMs <= last.endMs) last.endMs = Math.max(last.endMs, span.endMs);
    else out.push({ ...span });
  }
  return out;
}

export function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
