import type { IncidentType, RecurrenceRule } from '@ounce/core';

export interface ConfiguredRule extends RecurrenceRule {
  /** Every type when absent. */
  readonly type?: IncidentType | undefined;
  readonly perService: boolean;
}

export interface RecurrenceSettings {
  readonly rules: readonly ConfiguredRule[];
  /** Accepted incidents a month, by type, where they are others than the targets. */
  readonly targetPerMonth: Readonly<Record<string, number>>;
}
