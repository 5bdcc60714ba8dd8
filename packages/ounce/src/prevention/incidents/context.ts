import type { Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';

/** What every change of an incident needs. */
export interface IncidentContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** A team's own types (id → title), beside the built-in ones. */
  readonly ownTypes: Readonly<Record<string, string>>;
}
