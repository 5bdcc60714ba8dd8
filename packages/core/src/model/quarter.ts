import type { Prevention } from './prevention.ts';

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const quarterPattern = /^(\d{4})-Q([1-4])$/;

/** A target is a day of the calendar (`2026-02-28`) or a quarter (`2026-Q2`). */
export function isTarget(text: string): boolean {
  return quarterPattern.test(text) || isDay(text);
}

export function isQuarter(text: string): boolean {
  return quarterPattern.test(text);
}

/** The first ms after its last day (UTC): what is not done by then is late. */
export function endOfTargetMs(target: string): number | undefined {
  const [, year, quarter] = quarterPattern.exec(target) ?? [];
  if (year && quarter) return Date.UTC(Number(year), Number(quarter) * 3, 1);
  const [, ofYear, month, day] = dayPattern.exec(target) ?? [];
  return ofYear && month && day ? Date.UTC(Number(ofYear), Number(month) - 1, Number(day) + 1) : undefined;
}

/** `2026-Q1` for `2026-02-28`. */
export function quarterOfTarget(target: string): string | undefined {
  if (isQuarter(target)) return target;
  const [, year, month] = dayPattern.exec(target) ?? [];
  return year && month ? `${year}-Q${Math.ceil(Number(month) / 3)}` : undefined;
}

/** The quarter in whose roadmap a prevention stands; none for work that is not on it. */
export function quarterOf({ quarter, target }: Pick<Prevention, 'quarter' | 'target'>): string | undefined {
  return quarter ?? (target === undefined ? undefined : quarterOfTarget(target));
}

function isDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  const atMs = Date.parse(`${text}T00:00:00Z`);
  // The 31st of a shorter month is another month's first.
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}
