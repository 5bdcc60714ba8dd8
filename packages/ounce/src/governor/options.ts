import type {
  AnyControl,
  DetectionRule,
  GuardRails,
  Mode,
  ServicePlan,
  ServiceRef,
  SignalName,
  Window,
} from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';
import type { Clock, HealthProbe, MetricSource, Platform, ProbeCheck } from '../ports/index.ts';
import type { GovernorMemory } from './memory.ts';

/** One signal of one service: where it is read and how often. */
export interface MetricSpec {
  readonly signal: SignalName;
  readonly query: string;
  /** Name of a source in `GovernorOptions.sources`. */
  readonly source: string;
  /** The service whose instances are read; the service itself when absent. */
  readonly of?: string;
  /** A label whose values say what a reading above 0 is about. */
  readonly nameBy?: string;
  readonly intervalMs: number;
}

export interface ControlSpec {
  readonly control: AnyControl;
  readonly mode: Mode;
  /** Share of targets that mode `gradual` acts on, 0 to 1. */
  readonly gradualShare: number;
  readonly settings: Readonly<Record<string, number>>;
  readonly rails: GuardRails;
}

/** One service in one region, as the governor takes care of it. */
export interface ServiceSpec extends ServiceRef {
  readonly metrics: readonly MetricSpec[];
  readonly detections: readonly DetectionRule[];
  readonly controls: readonly ControlSpec[];
  /** Whether the platform is asked about it; a service that nobody runs for us is only measured. */
  readonly onPlatform: boolean;
  /** The gate before it; everybody is let in when absent. */
  readonly admission?: AdmissionSpec;
  /** How its instances are probed; nobody probes them when absent. */
  readonly health?: HealthSpec;
}

/** Where what arrives for a service is let in: at a gate (`guard.admission`) of another service. */
export interface AdmissionSpec {
  readonly service: string;
  readonly gate: string;
}

/** How the instances of a service are probed. */
export interface HealthSpec {
  readonly check: ProbeCheck;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Names of services that it cannot work without. */
  readonly dependsOn: readonly string[];
}

/** Where readings go to be kept, and what an earlier governor has read; it must take them fast and never throw. */
export interface ReadingRecorder {
  record(of: RecordedSeries, atMs: number, value: number): unknown;
  /** since ≤ time < until, oldest first. */
  readings(of: RecordedSeries, span: { readonly sinceMs: number; readonly untilMs: number }): Window;
}

type RecordedSeries = ServiceRef & { readonly series: string };

export interface GovernorOptions {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly platform: Platform;
  /** Asks instances how they are; needed when a service has a `health`. */
  readonly probe?: HealthProbe;
  readonly sources: Readonly<Record<string, MetricSource>>;
  readonly services: readonly ServiceSpec[];
  /** What an earlier governor has left behind (`Governor.memory`). */
  readonly memory?: GovernorMemory;
  /** Keeps readings beyond the governor's own windows. */
  readonly history?: ReadingRecorder;
  /** The plan of a service, asked for once an hour where a control goes by one. */
  readonly planOf?: (of: ServiceRef) => ServicePlan | undefined;
  /** The loop's step. Default 1,000; no metric is read more often. */
  readonly tickMs?: number;
}

/** What a person should know and no decision says: a source that does not answer, a journal that cannot be written. */
export interface Trouble {
  readonly atMs: number;
  readonly says: string;
}

/** How often the platform is asked what runs. */
export const statusEveryMs = 2_000;
