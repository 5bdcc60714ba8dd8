import type { JournalEvent } from '@ounce/core';
import { emptyHead, type Journal, type JournalHead } from '../../ports/index.ts';
import { closedError, sealBatch } from '../../ports/journal-batch.ts';

/** A journal in memory, for the simulator and for tests: no I/O and no timers, so every run takes the same turns. */
export function createMemoryJournal(): Journal {
  // Kept as text, as every other journal does: what is read back is what JSON made of it, and nobody can edit it later.
  const lines: string[] = [];
  let head: JournalHead = emptyHead;
  let closed = false;

  return {
    async append(events, options) {
      if (closed) throw closedError();
      const sealed = sealBatch(head, [{ events, ...options }]);
      const [answer] = sealed.answers;
      if (answer?.kind === 'refused') throw answer.error;
      for (const event of sealed.events) lines.push(JSON.stringify(event));
      head = sealed.head;
      return sealed.events;
    },
    async *read(afterSeq) {
      if (closed) throw closedError();
      const end = lines.length;
      for (let i = afterSeq; i < end; i++) yield JSON.parse(lines[i]!) as JournalEvent;
    },
    async head() {
      if (closed) throw closedError();
      return head;
    },
    async close() {
      closed = true;
    },
  };
}
