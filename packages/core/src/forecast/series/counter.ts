/**
 * The rate of a counter that only grows: the increase over the step before, a second. A fall is a reset (the process
 * started anew), after which the counter counts from zero, as Prometheus' `rate` has it. What
 * was counted over missing readings (NaN) is spread evenly over them; before the first reading and after the last one
 * there is no rate (NaN).
 *
 * @param readings the counter's readings, one a step, NaN where there was none
 * @param stepSeconds seconds between readings
 */
export function counterToRate(readings: Float64Array, stepSeconds: number): Float64Array {
  const rates = new Float64Array(readings.length).fill(Number.NaN);
  let last = -1;
  for (let t = 0; t < readings.length; t++) {
    const reading = readings[t]!;
    if (!Number.isFinite(reading)) continue;
    if (last >= 0) {
      const previous = readings[last]!;
      const increase = reading >= previous ? reading - previous : reading;
      rates.fill(increase / ((t - last) * stepSeconds), last + 1, t + 1);
    }
    last = t;
  }
  return rates;
}
