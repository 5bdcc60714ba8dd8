import type { Config } from '../config/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../ports/index.ts';
import { type CadenceSettings, issueDue, type ReportWorld } from '../prevention/cadence/index.ts';

const lookEveryMs = 5 * 60_000;

export function cadenceSettings({ cadence }: Pick<Config, 'cadence'>): CadenceSettings {
  const { timeZone, atHour, ...enabled } = cadence;
  return { timeZone, atHour, enabled };
}

/** Makes the reviews that are due, now and every five minutes. Returns the function that ends it. */
export function keepCadence(
  world: ReportWorld & { readonly ledger: Ledger; readonly clock: Clock },
  settings: CadenceSettings,
  log: (sentence: string) => void,
): () => Promise<void> {
  const stopped = new AbortController();
  const loop = async () => {
    while (!stopped.signal.aborted) {
      await issueDue(world, settings).catch((error: Error) =>
        log(`A review could not be made: ${error.message}`),
      );
      await world.clock.sleep(lookEveryMs, stopped.signal).catch(() => {});
    }
  };
  const running = loop();
  return async () => {
    stopped.abort(new Error('the governor stops'));
    await running;
  };
}
