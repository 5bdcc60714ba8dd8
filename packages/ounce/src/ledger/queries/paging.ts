import type { Page, Paging } from '../records.ts';

const usualLimit = 100;
const largestLimit = 1000;

/** One row more than the page is asked for, so that it is known whether there is another page. */
export function limitOf({ limit = usualLimit }: Paging): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > largestLimit) {
    throw new RangeError(`limit must be a whole number from 1 to ${largestLimit}, not ${limit}`);
  }
  return limit;
}

export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Page<Item> {
  const items = rows.slice(0, limit).map(toItem);
  if (rows.length <= limit) return { items };
  return { items, next: cursorOf(rows[limit - 1]!) };
}

/** The cursor of lists in the order of `seq`. */
export function seqCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (!/^\d{1,15}$/.test(cursor)) throw cursorError(cursor);
  return Number(cursor);
}

export function cursorError(cursor: string): RangeError {
  return new RangeError(`cursor must be the \`next\` of the page before, not ${JSON.stringify(cursor)}`);
}

/** For `exactOptionalPropertyTypes`: NULL becomes an absent field. */
export function present<Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: NonNullable<Fields[Key]> };
}
