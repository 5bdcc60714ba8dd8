import { exposureDays, type MonitorChange, type ObservedWindow } from '@ounce/core';
import { observedWindow, type WatchedTime } from './watched-time.ts';

/** Who watched for this share of one side … */
const mostly = 0.5;
/** … and for less than this share of the other one is somebody else. */
const hardly = 0.1;

/**
 * Whether somebody else watched before than after: a status page's history before and Ounce's own detection since then count
 * in two ways, whatever happened. A history named like a sender that goes on telling (`pagerduty`) is that sender.
 */
export function watcherChange(
  { watchers }: Pick<WatchedTime, 'watchers'>,
  before: ObservedWindow,
  after: ObservedWindow,
  senders: ReadonlySet<string>,
): MonitorChange | undefined {
  const goesOn = (who: string) => senders.has(who.replace(/^the history /, ''));
  const names = [...new Set(watchers.map(({ who }) => (goesOn(who) ? own : who)))];
  const shareOf = (who: string, window: ObservedWindow) => {
    const spans = watchers.flatMap((one) => ((goesOn(one.who) ? own : one.who) === who ? one.spans : []));
    const all = exposureDays(window);
    const sorted = spans.toSorted((a, b) => a.startMs - b.startMs);
    return all > 0 ? exposureDays(observedWindow({ spans: sorted }, window.startMs, window.endMs)) / all : 0;
  };
  const shares = names.map((who) => ({ who, early: shareOf(who, before), late: shareOf(who, after) }));
  const gone = shares.filter(({ early, late }) => early >= mostly && late < hardly);
  const come = shares.filter(({ early, late }) => late >= mostly && early < hardly);
  if (gone.length === 0 && come.length === 0) return undefined;
  const list = (of: typeof shares) => of.map(({ who }) => who).join(' and ') || 'no one for long';
  const [was, is] = [
    shares.filter(({ early }) => early >= mostly),
    shares.filter(({ late }) => late >= mostly),
  ];
  const starts = watchers.flatMap(({ who, spans: [first] }) =>
    first && come.some((one) => one.who === (goesOn(who) ? own : who)) ? [first.startMs] : [],
  );
  const atMs = starts.find((startMs) => startMs >= before.startMs && startMs < after.endMs) ?? after.startMs;
  return { atMs, what: `from ${list(was)} to ${list(is)}` };
}

const own = 'Ounce itself';
