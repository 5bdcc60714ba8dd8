import { useScalingStory } from '../../api/scaling.ts';
import type { ScalingStoryView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { csvOf } from '../../format/csv.ts';
import { formatCount, formatRate } from '../../format/numbers.ts';
import { OutcomeTable } from './outcome-table.tsx';
import { DepthStoryChart, ReplicaStoryChart } from './story-charts.tsx';

export type KnownStory = Extract<ScalingStoryView, { kind: 'story' }>;

interface ScalingStoryProps {
  readonly service: string;
  readonly region: string;
  readonly hours: number;
}

export function ScalingStory(props: ScalingStoryProps) {
  const { data: story, error } = useScalingStory(props);
  if (error && !story) return <ProblemNote error={error} />;
  if (!story) return <Skeleton height={420} label={`Replaying ${props.service}`} />;
  if (story.kind === 'story') return <Known story={story} />;
  return (
    <Panel title={`${story.service} ${story.region}`}>
      <Empty title="Nothing to replay" command={`npx ounce capacity coverage`}>
        {story.why} The governor records arrivals, queue depth and replicas by itself; a longer time back may
        have them.
      </Empty>
    </Panel>
  );
}

function Known({ story }: { story: KnownStory }) {
  const { service, region, perReplica, startupMs, model } = story;
  return (
    <>
      <Panel
        title={`Backlog of ${service} ${region}`}
        aside={<CsvExport fileName={`scaling-${service}-${region}`} text={() => storyCsv(story)} />}
      >
        <DepthStoryChart story={story} />
      </Panel>
      <Panel title="Replicas">
        <ReplicaStoryChart story={story} />
      </Panel>
      <Panel title="What came of it">
        <OutcomeTable story={story} />
      </Panel>
      <p className="faint small">
        The two replays let the recorded arrivals into a queue whose replicas carry {formatRate(perReplica)} a
        second each and start within {Math.round(startupMs / 1000)} s. With the replicas there really were,
        that queue peaks at {formatCount(model.peak)}; the real one at {formatCount(model.recordedPeak)}.
        Reactive: the rule of the Kubernetes autoscaler, on arrivals and backlog.
      </p>
    </>
  );
}

/** The three side by side, for a spreadsheet. */
function storyCsv({ happened, reactive, controlled }: KnownStory): string {
  const rows = [
    ...[['happened', happened] as const, ['reactive', reactive] as const, ['ounce', controlled] as const],
  ].flatMap(([way, { moments }]) =>
    moments.map(({ atMs, arrivals, depth, ordered, ready }) => [
      ...[way, new Date(atMs).toISOString(), arrivals, depth, ordered, ready],
    ]),
  );
  return csvOf(['way', 'time', 'arrivals per second', 'waiting', 'ordered', 'ready'], rows);
}
