import type { AnnouncedEvent, LoadTest, ServiceRef, Shortage } from '@ounce/core';

/** What was told last of the days ahead of a service. */
export interface CapacityTold extends ServiceRef {
  readonly atMs: number;
  readonly says: string;
  /** Absent once nothing is expected any more. */
  readonly shortage?: Shortage;
  /** The first day that was named. */
  readonly firstMs?: number;
}

export interface LoadTestRecord extends ServiceRef, LoadTest {
  readonly atMs: number;
}

export interface CapacityQueries {
  capacityTold(of: ServiceRef): CapacityTold | undefined;
  /** Of every service that was ever told of. */
  capacityTolds(): readonly CapacityTold[];
  /** Oldest first. */
  loadTests(of?: Partial<ServiceRef>): readonly LoadTestRecord[];
  /** By their beginning; those of the config are not among them. */
  announcedEvents(): readonly AnnouncedEvent[];
}
