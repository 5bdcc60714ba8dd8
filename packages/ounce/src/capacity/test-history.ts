import { openHistory } from '../history/index.ts';

export const consumer = { service: 'consumer', region: 'eu-1' };
const hourMs = 3_600_000;
/** A Monday. */
export const nowMs = Date.UTC(2026, 5, 1);

/** Weeks of a service with a daily rhythm, six readings an hour, four replicas that carry ten a second each; Fridays at noon are busy. */
export function weeksOf({ weeks = 6, busy = 1 }: { weeks?: number; busy?: number } = {}) {
  const history = openHistory(':memory:');
  const record = (series: string, atMs: number, value: number) =>
    history.record({ ...consumer, series }, atMs, value);
  for (let atMs = nowMs - weeks * 168 * hourMs; atMs < nowMs; atMs += hourMs / 6) {
    const hour = new Date(atMs).getUTCHours();
    const friday = new Date(atMs).getUTCDay() === 5 && hour === 12;
    const rate = (20 + 10 * Math.sin((2 * Math.PI * (hour - 6)) / 24)) * (friday ? busy : 1);
    const pressed = rate > 40;
    record('arrivalRate', atMs, rate + Math.sin(atMs));
    record('serviceRate', atMs, Math.min(40, rate));
    record('queueDepth', atMs, pressed ? 5_000 : 2);
    record('readyReplicas', atMs, 4);
  }
  return history;
}
