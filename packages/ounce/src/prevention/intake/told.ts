import type { Incident, IncidentChanges, IncidentSource } from '@ounce/core';

/** What an outside system says about an incident when it is told to open it. */
export type ToldIncident = Omit<
  Incident,
  'id' | 'source' | 'externalId' | 'experimentId' | 'acknowledgedAtMs' | 'mitigatedAtMs' | 'resolvedAtMs'
>;

interface About {
  /** What its source calls the incident. */
  readonly externalId: string;
  readonly why: string;
  /** When it was. */
  readonly atMs: number;
  /** What to open when this is the first that is heard of it; without it an unknown incident is refused. */
  readonly incident?: ToldIncident | undefined;
}

/** One thing that an outside system says, in Ounce's words. */
export type Told =
  | (About & { readonly kind: 'open'; readonly incident: ToldIncident; readonly firesAgain?: boolean })
  | (About & { readonly kind: 'acknowledge' | 'mitigate' | 'resolve' })
  | (About & { readonly kind: 'reopen' })
  | (About & { readonly kind: 'correct'; readonly changes: IncidentChanges });

/** Everything that came in one request: taken in as a whole or not at all. */
export interface ToldBatch {
  readonly source: Extract<IncidentSource, 'alertmanager' | 'pagerduty' | 'event'>;
  readonly told: readonly Told[];
}

/** What became of a batch. */
export interface TakenIn {
  readonly opened: number;
  /** Events about incidents that were known. */
  readonly changed: number;
  /** What had been said before, or came too late to change anything. */
  readonly unchanged: number;
  /** The incidents that it was about. */
  readonly incidentIds: readonly string[];
}
