import type { BenchRow } from '../harness.ts';

/** What was measured of an autoscaler on max(rate, backlog) when the goals were set: the simulator must show the same. */
const measuredBefore: readonly (readonly [trace: string, metric: string, unit: string, value: number])[] = [
  ['10x step', 'peak queue', 'requests', 60_700],
  ['10x step', 'over the SLO', 'minutes', 2.1],
  ['10x step', 'replica-hours', 'x oracle', 2.04],
  ['10x in 60 s', 'peak queue', 'requests', 42_400],
  ['10x in 60 s', 'over the SLO', 'minutes', 2.0],
  ['10x in 60 s', 'replica-hours', 'x oracle', 2.96],
  ['growth 5 %/min', 'replica-hours', 'x oracle', 1.24],
  ['2x in 60 s', 'peak queue', 's of base work', 25],
  ['3x in 120 s', 'peak queue', 's of base work', 43],
  ['5x in 300 s', 'peak queue', 's of base work', 35],
  ['10x in 600 s', 'peak queue', 's of base work', 44],
];

export function notes(rows: readonly BenchRow[]): string[] {
  const reproduced = measuredBefore.map(([trace, metric, unit, before]) => {
    const row = rows.find((one) => one.case === trace && one.metric === metric && one.unit === unit);
    return `${trace} ${metric}: ${Number((row?.values['HPA max'] ?? Number.NaN).toPrecision(3))} (${before})`;
  });
  return [
    `The simulator against what had been measured of HPA on max(rate, backlog), in brackets: ${reproduced.join('; ')}. These figures ` +
      'fix what was not told: arrivals are 100 a second before a surge; all scalers begin at 70 % use (15 workers), which is the ' +
      "peers' target; their rate is the mean of the last minute, their backlog two seconds' work for each replica; the phases are all " +
      'fifteen of a 15 s clock; the ceiling is 300 workers.',
    'The oracle knows the mean of every second to come, carries it and three a second more (what keeps Poisson noise within 2 s) and pays ' +
      'for the 45 s of each start. Without foresight a tenfold step leaves 45 s × 850 = 38,250 requests waiting.',
    'Ounce reads every second (`ounce`, `ounce reactive`) or every ten (`ounce 10 s`), with surgeDeviations 6, targetUtilisation 0.8, ' +
      'drainWithinMs 30,000 and scaleInStepShare 0.25 on every trace; `reactive` has its forecast switched off (forecastShare 0). No ' +
      'acting gate, standby or admission control in between.',
    'A scale-up is false when without it, in the next ten minutes, nobody would have waited 2 s and no minute would have used more than 80 %.',
    'Recorded traces are scaled so that a hundredth of their five minutes exceed 1,000 a second; a day to learn, then one that counts. NASA is ' +
      'played by five minutes as a daily trace (a minute there holds some sixty requests, whose own noise the scale would turn into surges) and by ' +
      'the minute as a bursty one. Counts of single seconds are merged to ten.',
    'Once six hours of arrivals are known, the room is sized by the surprises of those hours and no longer by surgeDeviations: a surge out of ' +
      'long calm ("3x in 120 s after a day") meets less room than one soon after the start.',
    'Not measured: failed starts, start-up times that vary, work that takes unequal time, limits behind the workers.',
  ];
}
