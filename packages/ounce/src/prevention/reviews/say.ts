/** `2026-02-01 03:04 UTC`. */
export function moment(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `45 s`, `25 min`, `3 h 10 min`, `2 d 4 h`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const [large, small, units] =
    minutes < 48 * 60
      ? ([Math.floor(minutes / 60), minutes % 60, ['h', 'min']] as const)
      : ([Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), ['d', 'h']] as const);
  return small === 0 ? `${large} ${units[0]}` : `${large} ${units[0]} ${small} ${units[1]}`;
}
