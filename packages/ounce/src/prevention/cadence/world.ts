import type { Ledger } from '../../ledger/index.ts';
import type { Effectiveness } from '../effectiveness/index.ts';

/** What reports are made from. */
export interface ReportWorld {
  readonly ledger: Pick<Ledger, 'query'>;
  readonly effectiveness: Pick<Effectiveness, 'overview' | 'preventions' | 'watchedDays'>;
  /** How an incident type is called. */
  readonly titleOf: (type: string) => string;
}
