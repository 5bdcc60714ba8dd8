/** Hours in a row in which the upper end exceeds what is there. */
export interface Shortage {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The worst of its hours. */
  readonly worstMs: number;
  readonly upper: number;
  readonly capacity: number;
  /** Replicas that would be enough for the worst hour; `capped` when the ceiling is lower. */
  readonly replicas: number;
  readonly capped: boolean;
}

/** One measurement of a load test: what a service did at a known pressure. */
export interface LoadTestPoint {
  /** Work done a second, over all replicas. */
  readonly throughput: number;
  readonly latencyMs?: number;
  /** Requests in flight, over all replicas. */
  readonly concurrency?: number;
  /** Share of the processor in use, 0 to 1. */
  readonly utilisation?: number;
}

export interface LoadTest {
  readonly replicas: number;
  readonly points: readonly LoadTestPoint[];
  /** Where it comes from, e.g. a file's name. */
  readonly source: string;
}

/** A stretch of time that people know to be unlike others. */
export interface AnnouncedEvent {
  readonly id: string;
  /** Events of one name are taken to be alike. */
  readonly name: string;
  readonly startMs: number;
  /** The first moment that is ordinary again. */
  readonly endMs: number;
  /** Load over ordinary load that is expected. */
  readonly expectedRatio?: number;
  /** All services when absent. */
  readonly services?: readonly string[];
}
