import type { LineLook } from '../../components/chart/chart-options.ts';
import { TimeChart } from '../../components/chart/time-chart.tsx';
import { formatCount } from '../../format/numbers.ts';
import type { KnownStory } from './scaling-story.tsx';

const depthLooks: readonly LineLook[] = [
  { label: 'What happened', colour: 'depth', style: 'area' },
  { label: 'Said 5 min before', colour: 'forecast', style: 'dashed' },
  { label: 'At least', colour: 'forecast', style: 'edge' },
  { label: 'At most', colour: 'forecast', style: 'edge' },
  { label: 'Reactive scaling', colour: 'warn', style: 'line' },
  { label: 'Ounce, enforced', colour: 'good', style: 'line' },
];
const band = { upper: 3, lower: 2, colour: 'forecast' } as const;
const replicaLooks: readonly LineLook[] = [
  { label: 'What happened', colour: 'depth', style: 'steps' },
  { label: 'Reactive scaling', colour: 'warn', style: 'steps' },
  { label: 'Ounce, enforced', colour: 'good', style: 'steps' },
];

type Moments = KnownStory['happened']['moments'];

const line = (moments: Moments, of: (moment: Moments[number]) => number) => ({
  timesMs: moments.map(({ atMs }) => atMs),
  values: moments.map(of),
});

/** The queue as it was, as it was foreseen, and as it would have been. */
export function DepthStoryChart({ story }: { story: KnownStory }) {
  const { happened, reactive, controlled, forecast, threshold, sinceMs, untilMs, service } = story;
  const said = (of: (point: KnownStory['forecast'][number]) => number) => ({
    timesMs: forecast.map(({ atMs }) => atMs),
    values: forecast.map(of),
  });
  const depths = [happened, reactive, controlled].map(({ outcome }) => outcome.peakDepth);
  // A band that reaches for the sky must not press everything else to the floor.
  const highest = Math.max(threshold, ...depths);
  return (
    <TimeChart
      label={`Queue of ${service}: it peaked at ${formatCount(depths[0] ?? 0)}, with reactive scaling at ${formatCount(depths[1] ?? 0)}, with Ounce at ${formatCount(depths[2] ?? 0)}`}
      looks={depthLooks}
      band={band}
      data={[
        line(happened.moments, ({ depth }) => depth),
        said(({ value }) => value),
        said(({ lower }) => lower),
        said(({ upper }) => Math.min(upper, highest * 1.5)),
        line(reactive.moments, ({ depth }) => depth),
        line(controlled.moments, ({ depth }) => depth),
      ]}
      fromMs={sinceMs}
      toMs={untilMs}
      yMax={highest * 1.15}
      overlays={{
        nowMs: untilMs,
        limits: [{ value: threshold, label: `threshold ${formatCount(threshold)}`, colour: 'bad' }],
        windows: [],
        markers: [],
      }}
      height={280}
      formatValue={formatCount}
    />
  );
}

/** How many replicas were asked for by each. */
export function ReplicaStoryChart({ story }: { story: KnownStory }) {
  const { happened, reactive, controlled, sinceMs, untilMs, service } = story;
  const all = [happened, reactive, controlled].map(({ moments }) => moments);
  const most = Math.max(1, ...all.flatMap((moments) => moments.map(({ ordered }) => ordered)));
  return (
    <TimeChart
      label={`Replicas of ${service}, ${formatCount(most)} at most`}
      looks={replicaLooks}
      data={all.map((moments) => line(moments, ({ ordered }) => ordered))}
      fromMs={sinceMs}
      toMs={untilMs}
      yMax={most * 1.2 + 1}
      overlays={{ nowMs: untilMs, limits: [], windows: [], markers: [] }}
      height={180}
      formatValue={formatCount}
    />
  );
}
