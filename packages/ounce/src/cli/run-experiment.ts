import { isOunceError, OunceError, verdictExitCodes } from '@ounce/core';
import type { ExperimentView, LiveState, StartExperiment } from '../api/types.ts';
import type { Client } from './client.ts';
import { ExperimentProgress } from './experiment-progress.ts';
import { launchers, whenGone } from './launchers.ts';
import type { Output } from './output.ts';

/**
 * Starts an experiment and watches it to its verdict. Ctrl-C aborts it; when this process dies, the governor notices that
 * nobody watches and removes the fault itself.
 */
export async function runExperiment(
  client: Client,
  request: StartExperiment,
  output: Output,
): Promise<ExperimentView> {
  const started = await client.send<ExperimentView>('POST', '/api/experiments', request);
  const path = `/api/experiments/${encodeURIComponent(started.id)}`;
  let isAborting = false;
  const abort = () => {
    // The second time: whoever asks has waited long enough, and the governor ends what nobody watches.
    if (isAborting) process.exit(verdictExitCodes.aborted);
    isAborting = true;
    output.note('Removing the fault …');
    client.send('DELETE', path).catch((error) => output.note((error as Error).message));
  };
  process.on('SIGINT', abort).on('SIGTERM', abort);
  const stopLooking = whenGone(launchers(), abort);
  try {
    return await watch(client, started, path, output);
  } finally {
    stopLooking();
    process.off('SIGINT', abort).off('SIGTERM', abort);
  }
}

async function watch(
  client: Client,
  started: ExperimentView,
  path: string,
  output: Output,
): Promise<ExperimentView> {
  const progress = new ExperimentProgress(output);
  let view = started;
  try {
    for await (const seen of client.events<ExperimentView>(`${path}/watch`)) {
      view = seen;
      if (view.phase === 'finished') break;
      progress.show(view, await client.get<LiveState>('/api/state'), performance.now());
    }
  } catch (cause) {
    // A governor that says why it will not go on is told as it says.
    if (isOunceError(cause) && cause.code !== 'OUNCE_E_GOVERNOR_UNREACHABLE') throw cause;
    throw withoutVerdict(started, cause);
  } finally {
    progress.end();
  }
  if (!view.verdict) throw withoutVerdict(started);
  return view;
}

/** Nobody can say what became of it: it counts as aborted. */
function withoutVerdict({ id }: ExperimentView, cause?: unknown): OunceError {
  process.exitCode = verdictExitCodes.aborted;
  return new OunceError('OUNCE_E_GOVERNOR_UNREACHABLE', `The governor gave no verdict on experiment ${id}.`, {
    cause,
    mend: 'The fault ends by itself within its lease (3 s). Start the governor again if it is gone: it closes the record.',
  });
}
