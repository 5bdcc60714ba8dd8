/** A time as an `<input type="datetime-local">` holds it: in the reader's zone, to the second. */
export function toLocalInput(atMs: number): string {
  const at = new Date(atMs);
  const pad = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

/** Undefined while the field is empty or half typed. */
export function fromLocalInput(text: string): number | undefined {
  const atMs = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(atMs) ? undefined : atMs;
}
