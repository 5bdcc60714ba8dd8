const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

const units = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1_000, name: 's' },
] as const;

/** A duration in its two largest units: `12 s`, `3 min 20 s`, `2 h 5 min`. Negative ones are taken as nothing. */
export function formatDuration(ms: number): string {
  let left = Math.round(Math.max(0, ms) / 1000) * 1000;
  const largest = units.findIndex((unit) => left >= unit.ms);
  if (largest < 0) return '0 s';
  const parts: string[] = [];
  for (const unit of units.slice(largest, largest + 2)) {
    const count = Math.floor(left / unit.ms);
    left -= count * unit.ms;
    if (count > 0) parts.push(`${count} ${unit.name}`);
  }
  return parts.join(' ');
}

/** The time of day in the reader's own zone, to the second. */
export function formatClock(atMs: number): string {
  return clock.format(atMs);
}

/** A moment in the past: the time when it was today, the day with it otherwise. */
export function formatMoment(atMs: number, nowMs: number): string {
  if (date.format(atMs) === date.format(nowMs)) return clock.format(atMs);
  const sameYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return `${(sameYear ? day : date).format(atMs)}, ${clock.format(atMs)}`;
}
