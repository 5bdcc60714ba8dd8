/** What stands where a number is missing. Never a zero. */
export const missing = '–';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Counts: whole above 10, one decimal below (a queue of 0.4 messages is not an empty one). */
export function formatCount(value: number): string {
  return (Math.abs(value) < 10 ? tenths : whole).format(value);
}

/** Rates per second, three significant figures or so. */
export function formatRate(perSecond: number): string {
  return (Math.abs(perSecond) < 100 ? tenths : whole).format(perSecond);
}

/** A share from 0 to 1 as a percentage. A share that is not zero never reads as zero. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent !== 0 && Math.abs(percent) < 0.01) return '< 0.01 %';
  return `${(Math.abs(percent) < 10 ? hundredths : tenths).format(percent)} %`;
}

/** Milliseconds as people read latencies: 0.8 ms, 34 ms, 1.2 s. */
export function formatLatency(ms: number): string {
  if (ms < 10) return `${tenths.format(ms)} ms`;
  return ms < 1000 ? `${whole.format(ms)} ms` : `${hundredths.format(ms / 1000)} s`;
}

/** `1 service`, `2 services`, `1,000 services`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}
