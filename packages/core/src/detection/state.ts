import type { Incident } from '../model/incident.ts';

/** Where the detection of one incident type on one service stands. Plain JSON: it survives a restart. */
export type DetectionState = { readonly seenUntilMs: number } & DetectionPhase;

export type DetectionPhase =
  | { readonly kind: 'normal' }
  /** Above the threshold, not yet for long enough. */
  | { readonly kind: 'suspected'; readonly sinceMs: number; readonly peak: number }
  | ({ readonly kind: 'open' } & OpenIncident)
  /** Below the threshold again; `normalSinceMs` is set while the readings are normal. */
  | ({ readonly kind: 'recovering'; readonly normalSinceMs: number | null } & OpenIncident)
  /** Over; the next reading is judged as in `normal`. */
  | { readonly kind: 'closed'; readonly incidentId: string; readonly resolvedAtMs: number };

export interface OpenIncident {
  readonly incidentId: string;
  readonly startedAtMs: number;
  readonly peak: number;
  /** Null until a reading was at or below the threshold for the first time. */
  readonly mitigatedAtMs: number | null;
}

export const initialDetectionState: DetectionState = { kind: 'normal', seenUntilMs: Number.MIN_SAFE_INTEGER };

/** What the detection makes of an incident; whether it is a drill is for the caller to say. */
export type DetectedIncident = Omit<Incident, 'drill' | 'experimentId' | 'mitigatedAtMs' | 'resolvedAtMs'>;

/** An event to be: data for the journal. */
export type DetectionEvent =
  | { readonly kind: 'opened'; readonly incident: DetectedIncident }
  | {
      readonly kind: 'mitigated';
      readonly incidentId: string;
      readonly atMs: number;
      readonly why: string;
    }
  | {
      readonly kind: 'resolved';
      readonly incidentId: string;
      readonly atMs: number;
      readonly why: string;
    };
