import type { Severity } from '../../model/incident.ts';
import type { CountedExposure, ObservedWindow } from '../rates/observed-window.ts';

/** What the assessment needs of an incident; the model's `Incident` fits as it is. */
export interface EffectIncident {
  readonly startedAtMs: number;
  readonly severity: Severity;
  readonly drill?: boolean;
  readonly detectedAtMs?: number;
  readonly resolvedAtMs?: number;
  /** Of one that is not resolved as far as anybody knows: until when it is known to be open; the end of `after` when absent. */
  readonly openUntilMs?: number;
}

/** Something that changes what is seen rather than what happens: a new alert, another threshold, an outage of the monitor. */
export interface MonitorChange {
  readonly atMs: number;
  readonly what: string;
  /** It lets more be seen, or sooner: that adds to the downtime that is known, and never takes from it. */
  readonly seesMore?: boolean;
}

export interface EffectQuestion {
  /** Of one type and service, as the prevention addresses them; drills among them are left out. */
  readonly incidents: readonly EffectIncident[];
  /** Fixed when the prevention begins; it ends where `after` begins, or earlier. */
  readonly before: ObservedWindow;
  /** Ends now: incidents without `resolvedAtMs` and `openUntilMs` are open until then. */
  readonly after: ObservedWindow;
  readonly level?: number;
  readonly monitorChanges?: readonly MonitorChange[];
  /** Other services, or earlier periods of this one, that tell whether `before` was an unusual burst. */
  readonly comparable?: readonly CountedExposure[];
}
