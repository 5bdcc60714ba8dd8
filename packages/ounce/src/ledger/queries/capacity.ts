import type { AnnouncedEvent, LoadTest, ServiceRef, Shortage } from '@ounce/core';
import type { Selectable } from 'kysely';
import type { CapacityTold, LoadTestRecord } from '../capacity-records.ts';
import { build, type Database } from '../database.ts';
import type { CapacityToldTable } from '../projections/project-capacity.ts';

export function capacityTold(db: Database, { service, region }: ServiceRef): CapacityTold | undefined {
  const query = build
    .selectFrom('capacity_told')
    .selectAll()
    .where('service', '=', service)
    .where('region', '=', region);
  const row = db.first(query.compile());
  return row && toTold(row);
}

export function capacityTolds(db: Database): readonly CapacityTold[] {
  return db.all(build.selectFrom('capacity_told').selectAll().compile()).map(toTold);
}

function toTold({
  service,
  region,
  at_ms,
  shortage,
  first_ms,
  says,
}: Selectable<CapacityToldTable>): CapacityTold {
  return {
    ...{ service, region, atMs: at_ms, says },
    ...(shortage === null ? {} : { shortage: JSON.parse(shortage) as Shortage }),
    ...(first_ms === null ? {} : { firstMs: first_ms }),
  };
}

export function loadTests(
  db: Database,
  { service, region }: Partial<ServiceRef> = {},
): readonly LoadTestRecord[] {
  let query = build.selectFrom('load_tests').selectAll().orderBy('id');
  if (service !== undefined) query = query.where('service', '=', service);
  if (region !== undefined) query = query.where('region', '=', region);
  return db.all(query.compile()).map((row) => ({
    ...{ service: row.service, region: row.region, atMs: row.at_ms },
    ...(JSON.parse(row.test) as LoadTest),
  }));
}

export function announcedEvents(db: Database): readonly AnnouncedEvent[] {
  return db
    .all(build.selectFrom('capacity_events').selectAll().compile())
    .map(({ event }) => JSON.parse(event) as AnnouncedEvent)
    .sort((a, b) => a.startMs - b.startMs);
}
