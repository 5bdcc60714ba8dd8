import type { JournalEvent, NewEvent } from '@ounce/core';
import { afterEach, describe, expect, test } from 'vitest';
import { takeEvents } from '../../test/integration/ledger/sample-events.ts';
import { systemClock } from '../connectors/clock/index.ts';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import type { Journal } from '../ports/index.ts';
import { note } from '../ports/journal.contract.ts';
import { type Ledger, type LedgerNotice, openLedger } from './index.ts';

const opened: Ledger[] = [];
const notices: LedgerNotice[] = [];
afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
  notices.length = 0;
});

async function open(journal: Journal = createMemoryJournal(), readModelPath = ':memory:') {
  const onNotice = (notice: LedgerNotice) => notices.push(notice);
  const ledger = await openLedger({ journal, readModelPath, clock: systemClock(), onNotice });
  opened.push(ledger);
  return { journal, ledger };
}

const textsIn = (ledger: Ledger) => ledger.query.notes().items.map(({ text }) => text);

describe('append', () => {
  test('who awaits it reads their own write', async () => {
    const { ledger } = await open();
    const [event] = await ledger.append([note('a')]);
    expect(ledger.query.notes().items).toEqual([
      { seq: 1, atMs: event?.atMs, actor: 'local', subject: 'fleet', text: 'a' },
    ]);
    expect(ledger.query.head()).toEqual({ seq: 1, hash: event?.hash });
  });

  test('a conflict projects nothing', async () => {
    const { ledger } = await open();
    await ledger.append([note('a')]);
    await expect(ledger.append([note('b')], { expectedSeq: 0 })).rejects.toMatchObject({
      code: 'OUNCE_E_JOURNAL_CONFLICT',
    });
    expect(textsIn(ledger)).toEqual(['a']);
  });

  test('what another governor has appended in between comes first, once, and in order', async () => {
    const { journal, ledger } = await open();
    const heard: number[] = [];
    ledger.subscribe((events) => heard.push(...events.map(({ seq }) => seq)));
    await ledger.append([note('ours')]);
    await journal.append([note('theirs')]);
    await Promise.all([ledger.append([note('ours 2')]), ledger.append([note('ours 3')]), ledger.catchUp()]);
    expect(textsIn(ledger)).toEqual(['ours 3', 'ours 2', 'theirs', 'ours']);
    expect(heard).toEqual([1, 2, 3, 4]);
  });

  test('an event of a shape that no table takes is kept in the journal and keeps no later one out', async () => {
    const { ledger } = await open();
    const bad = { ...note(''), data: { text: { not: 'a text' } } } as unknown as NewEvent;
    const unknown = { ...note(''), kind: 'from.the.future', data: {} } as unknown as NewEvent;
    await ledger.append([note('a'), bad, unknown, note('b')]);
    expect(textsIn(ledger)).toEqual(['b', 'a']);
    expect(ledger.query.head().seq).toBe(4);
    expect(await ledger.verify()).toMatchObject({ kind: 'intact', events: 4 });
    expect(await ledger.rebuild()).toMatchObject({ events: 4 });
  });
});

describe('subscribe', () => {
  test('a listener sees events that queries see already, and none after it has left', async () => {
    const { ledger } = await open();
    const seen: [number, number][] = [];
    const leave = ledger.subscribe((events) => seen.push([events.length, ledger.query.head().seq]));
    await ledger.append([note('a'), note('b')]);
    leave();
    await ledger.append([note('c')]);
    expect(seen).toEqual([[2, 2]]);
  });

  test('a listener that fails hurts nobody, and is said so', async () => {
    const { ledger } = await open();
    const heard: JournalEvent[] = [];
    ledger.subscribe(() => {
      throw new Error('no');
    });
    ledger.subscribe((events) => heard.push(...events));
    await ledger.append([note('a')]);
    expect(heard).toHaveLength(1);
    expect(notices).toMatchObject([{ kind: 'listener-failed' }]);
  });
});

describe('rebuild', () => {
  test('takes in what is appended meanwhile, and queries go on', async () => {
    const { ledger } = await open();
    await ledger.append(takeEvents(3, 3000));
    const rebuilding = ledger.rebuild();
    const before = ledger.query.counts();
    await ledger.append([note('meanwhile')]);
    await rebuilding;
    expect(ledger.query.head().seq).toBe(3001);
    expect(ledger.query.counts()).toEqual(before);
    await ledger.append([note('after')]);
    expect(textsIn(ledger).slice(0, 2)).toEqual(['after', 'meanwhile']);
  });
});

describe('verify', () => {
  const changes: readonly [string, (events: JournalEvent[]) => JournalEvent[], number, RegExp][] = [
    ['changed', (all) => all.with(4, { ...all[4]!, actor: 'nobody' }), 5, /does not match its hash/],
    ['taken out', (all) => all.toSpliced(4, 1), 5, /is missing: event 6/],
    ['cut off', (all) => all.slice(0, 4), 5, /the journal ends before it/],
  ];
  test.each(changes)('names the first event that was %s', async (_, change, seq, says) => {
    const { journal, ledger } = await open();
    await ledger.append(takeEvents(5, 10));
    const events: JournalEvent[] = [];
    for await (const event of journal.read(0)) events.push(event);
    journal.read = async function* () {
      yield* change(events);
    };
    expect(await ledger.verify()).toMatchObject({ kind: 'broken', seq, says: expect.stringMatching(says) });
  });

  test('finds a journal that was written anew with a chain that fits in itself', async () => {
    const { journal, ledger } = await open();
    await ledger.append([note('as it was'), note('b')]);
    const forged = createMemoryJournal();
    await forged.append([note('as one wished it was'), note('b')]);
    journal.read = (afterSeq) => forged.read(afterSeq);
    expect(await ledger.verify()).toMatchObject({
      kind: 'broken',
      seq: 2,
      says: expect.stringMatching(/written anew/),
    });
  });
});
