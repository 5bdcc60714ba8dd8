import type { ExpectedImpact } from '@ounce/core';
import type { DurationsView, EffectView } from './views.ts';

type Measured = Pick<EffectView, 'kind' | 'anytime' | 'toResolve' | 'toDetect'>;

/** What was expected of a prevention beside what was measured, in one sentence; undefined where nothing was expected. */
export function expectedSays(expected: ExpectedImpact | undefined, effect: Measured): string | undefined {
  if (!expected || expected.metric === 'none') return undefined;
  return `Expected: ${expected.says}. ${measuredSays(expected, effect)}`;
}

function measuredSays({ metric, percent }: ExpectedImpact, effect: Measured): string {
  if (effect.kind === 'no-comparison') return 'There is nothing to hold it against yet.';
  switch (metric) {
    case 'incident_rate':
      return rateSays(percent, effect.anytime);
    case 'time_to_recover':
      return durationSays('resolve', effect.toResolve);
    case 'time_to_detect':
      return durationSays('detect', effect.toDetect);
    default:
      return 'Counting incidents does not measure that.';
  }
}

function rateSays(percent: number | undefined, interval: EffectView['anytime']): string {
  if (percent === undefined || !interval) return 'Without a figure that can be held against the counts.';
  const [least, most] = [interval.high === null ? null : 1 - interval.high, 1 - interval.low];
  const range = `${rangeSays(least, most)}, at any look`;
  const wanted = percent / 100;
  if (wanted > most) return `Measured ${range}: less than expected.`;
  if (least !== null && wanted < least) return `Measured ${range}: more than expected.`;
  return `Measured ${range}: it may be so.`;
}

/** A fall between two shares; below 0 it is a rise, and null has no limit. */
function rangeSays(least: number | null, most: number): string {
  if (most < 0) return `${least === null ? 'no limit' : words(-least)} to ${words(-most)} more`;
  if (least === null || least >= 0)
    return `${least === null ? 'no limit' : words(least)} to ${words(most)} fewer`;
  return `${words(-least)} more to ${words(most)} fewer`;
}

function durationSays(to: string, durations: DurationsView | null): string {
  if (!durations) return `Times to ${to} were not compared.`;
  const { before, after, answer, why } = durations;
  const median = ({ median: value, low, high }: DurationsView['before']) =>
    value === null ? 'unknown' : `${figure(value)} min (${limit(low)} to ${limit(high)})`;
  if (answer === 'not-possible') return `No answer about times to ${to} is possible: ${why}`;
  return `Median time to ${to}: ${median(before)} before, ${median(after)} after. ${why}`;
}

const words = (share: number) => `${(share * 100).toFixed(0)} %`;
const figure = (value: number) => value.toFixed(value >= 10 ? 0 : 1);
const limit = (value: number | null) => (value === null ? 'no limit' : figure(value));
