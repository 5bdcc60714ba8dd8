import { type ActivePrevention, rollOutSpan } from './prevention-book.ts';
import { day, type WatchedTime } from './watched-time.ts';

/** Where before and after part. */
export interface Split {
  readonly beforeEndMs: number;
  readonly afterStartMs: number;
  readonly says: string;
  readonly preventionId?: string;
}

/**
 * A type's time before ends with the first prevention against it; what comes later adds to the same fall. One that protected
 * before anybody watched has no time before: where others came since, the first of those divides.
 */
export function typeSplit(
  against: readonly ActivePrevention[],
  service: string | undefined,
  { spans: watched }: WatchedTime,
): Split | undefined {
  const spans = against.flatMap((prevention) => {
    const span = rollOutSpan(prevention, service);
    return span ? [{ prevention, atMs: span.firstMs }] : [];
  });
  const watchedFromMs = watched[0]?.startMs ?? Number.NEGATIVE_INFINITY;
  const seen = spans.filter(({ atMs }) => atMs > watchedFromMs);
  const usable = (seen.length > 0 ? seen : spans).sort((a, b) => a.atMs - b.atMs);
  const [first] = usable;
  if (!first) return undefined;
  const { prevention, atMs } = first;
  const more = usable.length > 1 ? `, the first of ${usable.length} preventions` : '';
  const says = `since ${day(atMs)}, when "${prevention.title}" began to protect${more}`;
  return { beforeEndMs: atMs, afterStartMs: atMs, says, preventionId: prevention.id };
}

export function preventionSplit({ id }: ActivePrevention, span: { firstMs: number; lastMs: number }): Split {
  const { firstMs: beforeEndMs, lastMs: afterStartMs } = span;
  const says =
    beforeEndMs === afterStartMs
      ? `since ${day(afterStartMs)}`
      : `rolled out from ${day(beforeEndMs)} to ${day(afterStartMs)}; the time between counts for neither side`;
  return { beforeEndMs, afterStartMs, says, preventionId: id };
}
