import { quarterOf } from '@ounce/core';
import type { Ledger, Page, RoadmapFilter } from '../../ledger/index.ts';
import { markOf, type RoadmapRow } from './marks.ts';

/** A page of the roadmap: by quarter, priority and target. */
export function roadmapOf(
  ledger: Pick<Ledger, 'query'>,
  nowMs: number,
  filter: RoadmapFilter = {},
): Page<RoadmapRow> {
  const { items, next } = ledger.query.roadmap(filter);
  const slips = ledger.query.targetSlips(items.map(({ id }) => id));
  return {
    items: items.map((prevention) => ({
      prevention,
      quarter: quarterOf(prevention) ?? '',
      mark: markOf(prevention, nowMs),
      slips: slips.get(prevention.id) ?? [],
    })),
    ...(next === undefined ? {} : { next }),
  };
}

/** Every row, page after page. */
export function* wholeRoadmap(
  ledger: Pick<Ledger, 'query'>,
  nowMs: number,
  filter: Pick<RoadmapFilter, 'quarter'> = {},
): Generator<RoadmapRow> {
  for (let cursor: string | undefined; ; ) {
    const page = roadmapOf(ledger, nowMs, { ...filter, limit: 1_000, ...(cursor ? { cursor } : {}) });
    yield* page.items;
    if (page.next === undefined) return;
    cursor = page.next;
  }
}
