import {
  type AlarmState,
  alarmStep,
  type DayAhead,
  daysAhead,
  initialAlarm,
  planWeek,
} from '../../packages/core/src/capacity/index.ts';
import {
  type Forecast,
  forecastSeries,
  quantileForecast,
  resample,
} from '../../packages/core/src/forecast/index.ts';
import { type BenchRow, median } from '../harness.ts';
import { hourMs, type Trace } from './series-files.ts';

const perDay = 24;
const dayMs = 24 * hourMs;
const level = 0.95;
const nearShare = 0.1;
/** Capacity as a share of the highest hour of the days before the first forecast. */
const capacityShares = [0.8, 0.9, 1];

interface Tally {
  days: number;
  over: number;
  caught: number;
  wellOver: number;
  wellOverCaught: number;
  falseDays: number;
  farFalseDays: number;
  falseAlarms: number;
  messages: number;
  daysOpen: number;
  overAndOpen: number;
  /** The upper end that was named for the day over its highest hour, day by day. */
  readonly upperOverCame: number[];
}

/** From midnight to midnight: which days of the coming week will go over capacity, and which did. */
export function peakRows(name: string, traces: readonly Trace[]): BenchRow[] {
  return capacityShares.flatMap((share) => {
    const total = emptyTally();
    traces.forEach((_, i) => void addTrace(total, traces, i, share));
    const title = `${name}, capacity ${share * 100} % of past peak`;
    const perMonth = (count: number) => (30 * count) / total.days;
    const row = (metric: string, unit: string, value: number): BenchRow => ({
      case: title,
      metric,
      unit,
      values: { 'ounce light': value },
    });
    return [
      row('days looked at', '', total.days),
      row('over-capacity days', '', total.over),
      row('of them named the day before', '%', (100 * total.caught) / total.over),
      row('over by more than 10 %: named', '%', (100 * total.wellOverCaught) / total.wellOver),
      row('over-capacity days with an alarm open', '%', (100 * total.overAndOpen) / total.over),
      row('false alarms a service and month', '', perMonth(total.falseAlarms)),
      row('messages a service and month', '', perMonth(total.messages)),
      row('days with an alarm open', '%', (100 * total.daysOpen) / total.days),
      row('falsely named days a service and month', '', perMonth(total.falseDays)),
      row('of them more than 10 % below', '', perMonth(total.farFalseDays)),
      row(
        'days under their upper end',
        '%',
        100 * mean(total.upperOverCame.map((ratio) => (ratio >= 1 ? 1 : 0))),
      ),
      row('upper end over what came, median', '', median(total.upperOverCame)),
    ].filter((each) => Number.isFinite(each.values['ounce light']!));
  });
}

function addTrace(total: Tally, traces: readonly Trace[], own: number, share: number): void {
  const trace = traces[own]!;
  const { hourly, days, first } = hoursOf(trace);
  const peaks = Array.from({ length: days }, (_, day) =>
    highest(hourly.subarray(day * perDay, (day + 1) * perDay)),
  );
  const capacity = share * Math.max(...peaks.slice(0, first));
  // The alarm of the governor itself: false is one during which no day went over.
  let state: AlarmState = initialAlarm;
  let alarmTrue = false;
  for (let day = first; day < days; day++) {
    const ahead = lookAhead(weekOf(trace, day), capacity, othersPeaks(traces, own, day));
    const over = peaks[day]! > capacity;
    count(total, over, ahead[0]!.over, peaks[day]! / capacity);
    total.upperOverCame.push(ahead[0]!.shortage.upper / peaks[day]!);
    const step = alarmStep(state, ahead, day * dayMs);
    if (step.says === 'clear' && !alarmTrue) total.falseAlarms++;
    if (step.says === 'open') alarmTrue = false;
    if (step.says === 'open' || step.says === 'more') total.messages++;
    state = step.state;
    if (state.told !== null) total.daysOpen++;
    if (state.told !== null && over) total.overAndOpen++;
    if (over) alarmTrue = true;
  }
  if (state.told !== null && !alarmTrue) total.falseAlarms++;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);

/** Missing hours are no peaks; a day without any reading has none. */
function highest(values: Float64Array): number {
  return values.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, value)), 0);
}

/** One replica carries the capacity; the days are looked at by the governor's own code. */
function lookAhead(forecast: Forecast, capacity: number, others: Float64Array): DayAhead[] {
  const upper = quantileForecast(forecast, level);
  const hours = Array.from(forecast.point, (expected, h) => ({
    ...{ startMs: forecast.axis.startMs + h * hourMs, expected },
    upper: Number.isFinite(upper[h]) ? upper[h]! : expected,
  }));
  const replicas = { perReplica: capacity, replicas: 1, headroom: 0, floor: 1, ceiling: 1000 };
  return daysAhead({
    ...{ forecast, hours: planWeek({ hours, ...replicas }).hours, upperQuantile: level, others },
    ...{ peakOverMean: 1, capacity, serious: capacity, perReplica: capacity, ceiling: replicas.ceiling },
    untilMidnightHours: 0,
  });
}

/** What the other services had seen by the same day of theirs, as if all had begun together. */
function othersPeaks(traces: readonly Trace[], own: number, day: number): Float64Array {
  return Float64Array.from(
    traces.flatMap((trace, i) => (i === own ? [] : [...weekOf(trace, day).calibration.peakScores])),
  );
}

const made = new Map<string, Forecast>();

/** The forecast that is made at the midnight before a day, or after the trace's last. */
function weekOf(trace: Trace, day: number): Forecast {
  const { hourly, days } = hoursOf(trace);
  const until = Math.min(day, days);
  const key = `${trace.name} ${until}`;
  const known = made.get(key);
  if (known) return known;
  const values = hourly.slice(0, until * perDay);
  const axis = { startMs: 0, stepMs: hourMs };
  const outcome = forecastSeries({ values, axis, horizon: 168, effort: 'light' });
  if (outcome.kind !== 'forecast') throw new Error(outcome.why);
  made.set(key, outcome.forecast);
  return outcome.forecast;
}

const laidOut = new Map<Trace, { hourly: Float64Array; days: number; first: number }>();

function hoursOf(trace: Trace) {
  const known = laidOut.get(trace);
  if (known) return known;
  const hourly = resample(trace.values, hourMs / trace.stepMs, 'mean');
  const days = Math.floor(hourly.length / perDay);
  const hours = { hourly, days, first: days >= 21 ? 14 : 7 };
  laidOut.set(trace, hours);
  return hours;
}

function count(total: Tally, over: boolean, named: boolean, ratio: number): void {
  total.days++;
  if (over) {
    total.over++;
    if (named) total.caught++;
    if (ratio > 1 + nearShare) {
      total.wellOver++;
      if (named) total.wellOverCaught++;
    }
  } else if (named) {
    total.falseDays++;
    if (ratio < 1 - nearShare) total.farFalseDays++;
  }
}

function emptyTally(): Tally {
  return {
    days: 0,
    over: 0,
    caught: 0,
    wellOver: 0,
    wellOverCaught: 0,
    falseDays: 0,
    farFalseDays: 0,
    falseAlarms: 0,
    messages: 0,
    daysOpen: 0,
    overAndOpen: 0,
    upperOverCame: [],
  };
}
