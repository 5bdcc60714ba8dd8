/** For each step of the readings, what this way of looking ahead said then about `horizon` steps later. */
export interface Line {
  readonly name: string;
  readonly ahead: Float64Array;
}

export interface LineRates {
  readonly level: number;
  readonly slope: number;
  /** What is left of the slope one step later; 0 is no slope at all. */
  readonly damping: number;
}

/** Damped linear smoothing (Gardner and McKenzie 1985). Over a missing reading the line goes on by itself. */
export function smoothedLine(name: string, recent: Float64Array, horizon: number, rates: LineRates): Line {
  const ahead = new Float64Array(recent.length).fill(Number.NaN);
  const { damping } = rates;
  const reach = damping === 0 ? 0 : (damping * (1 - damping ** horizon)) / (1 - damping);
  let level = Number.NaN;
  let slope = 0;
  for (let t = 0; t < recent.length; t++) {
    const value = recent[t]!;
    slope *= damping;
    if (Number.isNaN(level)) level = value;
    else {
      const error = Number.isFinite(value) ? value - level - slope : 0;
      level += slope + rates.level * error;
      slope += rates.slope * error;
    }
    ahead[t] = level + slope * reach;
  }
  return { name, ahead };
}

/** So many times the level at most: an exponential must not run away within one horizon. */
const greatestGrowth = 4;

/** The same on the logarithm, where "5 % a minute" is a straight line. Undefined unless all readings are positive. */
export function logLine(
  name: string,
  recent: Float64Array,
  horizon: number,
  rates: LineRates,
): Line | undefined {
  if (recent.some((value) => value <= 0)) return undefined;
  const logs = recent.map(Math.log);
  const line = smoothedLine(name, logs, horizon, rates);
  const now = smoothedLine(name, logs, horizon, { ...rates, damping: 0, slope: 0 });
  const most = Math.log(greatestGrowth);
  const ahead = line.ahead.map((value, t) => Math.exp(Math.min(value, now.ahead[t]! + most)));
  return { name, ahead };
}
