const iso =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;
/** Digits alone are seconds up to here (the year 2286) and milliseconds beyond. */
const mostSeconds = 1e10;

/**
 * A time as ms since the epoch: ISO 8601 (with a space or a T; UTC where no zone is given; midnight where no time is), or seconds or
 * ms since the epoch. Undefined for anything else: a day like 03/04 would be a guess.
 */
export function readTime(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d{9,13}(\.\d+)?$/.test(trimmed)) {
    const value = Number(trimmed);
    return Math.round(value < mostSeconds ? value * 1000 : value);
  }
  const [, day, clock = '00:00', zone = 'Z'] = iso.exec(trimmed) ?? [];
  if (day === undefined) return undefined;
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const plain = `${day}T${clock.replace(',', '.').replace(/(\.\d{3})\d+$/, '$1')}`;
  const atMs = Date.parse(plain + (/^(z|utc)$/i.test(offset) ? 'Z' : offset));
  // The 30th of February is no day, although some parsers make one of it.
  const isDay = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  return Number.isNaN(atMs) || !isDay ? undefined : atMs;
}
