import type { Incident } from '@ounce/core';

/** One incident of an imported history. */
export type ImportedIncident = Omit<Incident, 'id' | 'source' | 'experimentId' | 'externalId'> & {
  readonly externalId: string;
  /** What the file did not say: filled in, and never a reason to correct what is known. */
  readonly assumed: readonly ('type' | 'service' | 'region' | 'severity' | 'summary' | 'detectedAtMs')[];
};

/** A row that cannot be used. */
export interface RejectedRow {
  /** The column at fault. */
  readonly column: string;
  readonly value: string;
  readonly why: string;
}
