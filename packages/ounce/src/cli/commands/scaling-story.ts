import type { Command } from 'commander';
import type { ScalingStoryView, ToldView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseDuration } from '../parse.ts';

type Options = GlobalOptions & { readonly region: string; readonly history: number };

/** `ounce capacity scaling SERVICE`. */
export function scalingStoryCommand(capacity: Command): void {
  capacity
    .command('scaling')
    .description(
      'What happened, and what plain reactive scaling and Ounce would have made of the same arrivals',
    )
    .argument('<service>')
    .option('--region <region>', 'which region', 'local')
    .option('--history <duration>', 'how far back, at most 48h', parseDuration, 6 * 3_600_000)
    .addHelpText('after', example('ounce capacity scaling pubsub-consumer --history 24h'))
    .action(async (service: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const hours = options.history / 3_600_000;
      const path = `/api/scaling/${encodeURIComponent(service)}/${encodeURIComponent(options.region)}?hours=${hours}`;
      const story = await (await connect(options)).get<ScalingStoryView>(path);
      new Output(options).result(story, storyLines(story));
    });
}

function storyLines(story: ScalingStoryView): string[] {
  const title = `${story.service}@${story.region}`;
  if (story.kind === 'unknown') return [`${title}: ${story.why}`];
  const { happened, reactive, controlled, model, perReplica, startupMs, threshold } = story;
  const head = [
    'way',
    `minutes over ${threshold}`,
    'peak',
    'replica-hours',
    'too many',
    'too few',
    'scale-outs',
  ];
  return [
    ...table([
      head,
      row('what happened', happened),
      row('reactive scaling', reactive),
      row('Ounce, enforced', controlled),
    ]),
    `Reckoned with ${perReplica.toFixed(1)} a second for each replica and ${Math.round(startupMs / 1000)} s to start. With the replicas there were, the`,
    `reckoned queue peaks at ${Math.round(model.peak)}, the recorded one at ${Math.round(model.recordedPeak)}.`,
  ];
}

function row(way: string, { outcome, provisioning }: ToldView): string[] {
  return [
    ...[way, outcome.minutesOver.toFixed(1), String(Math.round(outcome.peakDepth))],
    ...[outcome.replicaHours.toFixed(1), provisioning.over.toFixed(1), provisioning.under.toFixed(1)],
    String(outcome.scaleOuts),
  ];
}
