import type { Selectable } from 'kysely';
import { build, type Database } from '../database.ts';
import type { GuardCoverageTable } from '../projections/project-guard-coverage.ts';
import type { GuardCoverageRecord } from '../records.ts';

export function guardCoverage(db: Database): readonly GuardCoverageRecord[] {
  return db.all(build.selectFrom('guard_coverage').selectAll().orderBy('service').compile()).map(toRecord);
}

function toRecord({ at_ms: auditedAtMs, ...row }: Selectable<GuardCoverageTable>): GuardCoverageRecord {
  return { ...row, auditedAtMs };
}
