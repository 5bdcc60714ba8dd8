import { type JournalEvent, OunceError } from '@ounce/core';

export function toLine(event: JournalEvent): Buffer {
  const { seq, atMs, actor, subject, kind, data, hash } = event;
  return Buffer.from(`${JSON.stringify({ seq, atMs, actor, subject, kind, data, hash })}\n`);
}

/** Throws OUNCE_E_JOURNAL_CORRUPT when the line is not an event. */
export function fromLine(line: string, path: string, where: string): JournalEvent {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    throw corrupt(path, `${where} is not JSON`);
  }
  if (typeof event !== 'object' || event === null || !('seq' in event) || !('hash' in event)) {
    throw corrupt(path, `${where} is not an event`);
  }
  return event as JournalEvent;
}

export function corrupt(path: string, what: string): OunceError {
  return new OunceError('OUNCE_E_JOURNAL_CORRUPT', `${path}: ${what}.`);
}
