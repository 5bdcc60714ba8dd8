import type { Config } from '../config/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../ports/index.ts';
import { Outbox, RecurrenceDetector, raiseAlarms } from '../prevention/recurrence/index.ts';
import { capacityNews } from './capacity-news.ts';
import { channelsOf } from './connectors.ts';

export interface RecurrenceParts {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** This governor, in the journal. */
  readonly governor: string;
  readonly log: (sentence: string) => void;
}

/** Sees recurrences, and tells every channel once of each of them and of capacity that will not do. Returns what ends it. */
export function watchRecurrence({
  config,
  ledger,
  clock,
  governor,
  log,
}: RecurrenceParts): () => Promise<void> {
  const channels = channelsOf(config, clock);
  const outbox = new Outbox({ ledger, clock, channels, actor: `governor:${governor}`, log });
  const endAlarms = raiseAlarms({ ledger, clock, outbox, also: [capacityNews(ledger)] });
  const detector = new RecurrenceDetector({ ledger, clock, settings: config.recurrence, log });
  return async () => {
    await detector.close();
    await endAlarms();
    await Promise.all(channels.map(({ notifier }) => notifier.close()));
  };
}
