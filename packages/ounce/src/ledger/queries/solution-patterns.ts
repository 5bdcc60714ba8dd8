import type { Review } from '@ounce/core';
import { sql } from 'kysely';
import { build, type Database } from '../database.ts';
import type { SolutionPattern } from '../knowledge-records.ts';

const heldForMs = 30 * 86_400_000;
const resolutionsShown = 3;

interface Row {
  readonly type: string;
  readonly resolved_at_ms: number;
  readonly review: string;
  /** When the next one of its type came to its service. */
  readonly next_at_ms: number | null;
}

type Tally = { -readonly [Key in keyof Omit<SolutionPattern, 'resolutions'>]: SolutionPattern[Key] } & {
  resolutions: string[];
};

/** By root cause, the most used first. Drills neither teach nor come back. */
export function solutionPatterns(db: Database, nowMs: number): readonly SolutionPattern[] {
  const statement = sql<Row>`select k.type, k.resolved_at_ms, k.review, (
      select min(n.started_at_ms) from knowledge_incidents n
      where n.type = k.type and n.service = k.service and n.drill = 0 and n.started_at_ms > k.resolved_at_ms
    ) as next_at_ms
    from knowledge_incidents k
    where k.review is not null and k.resolved_at_ms is not null and k.drill = 0
    order by k.resolved_at_ms desc`;
  const names = new Map(
    db
      .all(build.selectFrom('knowledge_names').selectAll().where('kind', '=', 'root_cause').compile())
      .map(({ id, title }) => [id, title]),
  );
  const tallies = new Map<string, Tally>();
  for (const row of db.all(statement.compile(build))) {
    const review = JSON.parse(row.review) as Review;
    for (const id of review.rootCauses) {
      const tally = tallies.get(id) ?? empty(id, names.get(id) ?? id, row.type);
      tallies.set(id, tally);
      count(tally, row, nowMs);
      const done = review.resolution.trim();
      if (done && tally.resolutions.length < resolutionsShown && !tally.resolutions.includes(done))
        tally.resolutions.push(done);
    }
  }
  return [...tallies.values()].sort((a, b) => b.used + b.open - (a.used + a.open));
}

function count(tally: Tally, { resolved_at_ms, next_at_ms }: Row, nowMs: number): void {
  const untilMs = resolved_at_ms + heldForMs;
  const cameBack = next_at_ms !== null && next_at_ms <= untilMs;
  if (cameBack) tally.used++;
  else if (nowMs < untilMs) tally.open++;
  else {
    tally.used++;
    tally.held++;
  }
}

function empty(rootCause: string, title: string, type: string): Tally {
  return { rootCause, title, type, used: 0, held: 0, open: 0, resolutions: [] };
}
