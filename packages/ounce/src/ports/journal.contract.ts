import type { JournalEvent, NewEvent } from '@ounce/core';
import { afterEach, describe, expect, test } from 'vitest';
import { emptyHead, type Journal, seal } from './journal.ts';

/** One place that journals are opened at: what one has kept, the next one finds. */
export interface JournalPlace {
  open(): Promise<Journal>;
  /** Whether what was appended outlives `close`. */
  readonly durable: boolean;
  dispose(): Promise<void>;
}

/** What every journal must do. `make` gives a fresh, empty place each time. */
export function journalContract(name: string, make: () => Promise<JournalPlace>): void {
  describe(`${name} keeps the journal contract`, () => {
    const places: JournalPlace[] = [];
    const fresh = async () => {
      const place = await make();
      places.push(place);
      return { place, journal: await place.open() };
    };
    afterEach(async () => {
      for (const place of places.splice(0)) await place.dispose();
    });
    appending(fresh);
    conflicts(fresh);
    keepingWhatWasSaid(fresh);
    refusing(fresh);
    lasting(fresh);
  });
}

type Fresh = () => Promise<{ place: JournalPlace; journal: Journal }>;

export function note(text: string): NewEvent<'note.added'> {
  return { atMs: 1_700_000_000_000, actor: 'local', subject: 'fleet', kind: 'note.added', data: { text } };
}

/** Data of a shape that no kind has, as a fault elsewhere (or a later version) would bring it. */
function odd(data: unknown): NewEvent {
  return { ...note(''), data } as unknown as NewEvent;
}

async function all(journal: Journal, afterSeq = 0): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for await (const event of journal.read(afterSeq)) events.push(event);
  return events;
}

/** The chain as it is read back, checked from the first event on. */
async function expectChain(journal: Journal): Promise<JournalEvent[]> {
  const events = await all(journal);
  let previous = emptyHead;
  for (const event of events) {
    const { seq, hash } = seal(previous, event);
    expect(event).toMatchObject({ seq, hash });
    previous = event;
  }
  expect(await journal.head()).toEqual({ seq: previous.seq, hash: previous.hash });
  return events;
}

const textsOf = (events: readonly JournalEvent[]) =>
  events.map(({ data }) => (data as { text: string }).text);

function appending(fresh: Fresh): void {
  test('an empty journal has the empty head and nothing to read', async () => {
    const { journal } = await fresh();
    expect(await journal.head()).toEqual(emptyHead);
    expect(await all(journal)).toEqual([]);
  });

  test('events get their places from 1 on, in the order of the call, each hash over the one before', async () => {
    const { journal } = await fresh();
    const first = await journal.append([note('a'), note('b')]);
    const second = await journal.append([note('c')]);
    expect([...first, ...second].map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(first[0]).toEqual(seal(emptyHead, note('a')));
    expect(second[0]).toEqual(seal(first[1]!, note('c')));
    expect(await expectChain(journal)).toEqual([...first, ...second]);
  });

  test('nothing to append is answered with nothing', async () => {
    const { journal } = await fresh();
    expect(await journal.append([])).toEqual([]);
    expect(await journal.head()).toEqual(emptyHead);
  });

  test('200 appends at once form one chain, answered in the order of the calls, each call unbroken', async () => {
    const { journal } = await fresh();
    const answered: number[] = [];
    const calls = Array.from({ length: 200 }, (_, i) =>
      journal.append([note(`${i}a`), note(`${i}b`)]).then((events) => {
        answered.push(i);
        return events;
      }),
    );
    const answers = (await Promise.all(calls)).flat();
    expect(answered).toEqual(calls.map((_, i) => i));
    expect(textsOf(answers)).toEqual(calls.flatMap((_, i) => [`${i}a`, `${i}b`]));
    expect(await expectChain(journal)).toEqual(answers);
  });

  test('read gives what comes after a place, and ends where the journal ended when it began', async () => {
    const { journal } = await fresh();
    await journal.append(Array.from({ length: 500 }, (_, i) => note(`${i + 1}`)));
    for (const afterSeq of [0, 1, 249, 499]) {
      const [first, ...rest] = await all(journal, afterSeq);
      expect(first?.seq).toBe(afterSeq + 1);
      expect(rest.at(-1)?.seq ?? first?.seq).toBe(500);
    }
    expect(await all(journal, 500)).toEqual([]);
    expect(await all(journal, 1000)).toEqual([]);
  });

  test('a reader and a writer do not disturb each other', async () => {
    const { journal } = await fresh();
    await journal.append(Array.from({ length: 50 }, (_, i) => note(`${i}`)));
    const seen: number[] = [];
    for await (const event of journal.read(0)) {
      seen.push(event.seq);
      if (event.seq === 10) await journal.append([note('meanwhile')]);
    }
    expect(seen.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(await expectChain(journal)).toHaveLength(51);
  });
}

function conflicts(fresh: Fresh): void {
  test('with the place it expects, an append succeeds; with another it is refused and leaves nothing', async () => {
    const { journal } = await fresh();
    await journal.append([note('a')], { expectedSeq: 0 });
    for (const expectedSeq of [0, 2]) {
      await expect(journal.append([note('b'), note('c')], { expectedSeq })).rejects.toMatchObject({
        code: 'OUNCE_E_JOURNAL_CONFLICT',
      });
    }
    await journal.append([note('d')], { expectedSeq: 1 });
    expect(textsOf(await expectChain(journal))).toEqual(['a', 'd']);
  });

  test('of many that expect the same place at once exactly one succeeds, and those beside them are left alone', async () => {
    const { journal } = await fresh();
    const results = await Promise.allSettled([
      ...Array.from({ length: 8 }, (_, i) => journal.append([note(`rival ${i}`)], { expectedSeq: 0 })),
      journal.append([note('bystander')]),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(textsOf(await expectChain(journal))).toEqual(['rival 0', 'bystander']);
  });
}

function keepingWhatWasSaid(fresh: Fresh): void {
  const long = 'x'.repeat(300_000);
  const cases: readonly [string, unknown][] = [
    ['an event of 300 kB', { text: long }],
    [
      'unicode, a zero and half a surrogate pair',
      { text: 'Überlauf \u0000 \ud83d\ude00 \ud800 \u2028 日本' },
    ],
    ['line breaks and quotes', { text: 'a\nb\r\n"c"\\' }],
    ['fields that are undefined', { text: 'a', none: undefined, inner: { none: undefined, list: [1] } }],
    ['keys in no order', { z: 1, a: { y: 2, b: 3 }, 10: 'ten', 9: 'nine' }],
    ['numbers that are hard to write', { list: [0.1, 1e21, 5e-324, -1.5, 2 ** 53, Number.MAX_VALUE] }],
    ['what JSON has no word for', { nan: Number.NaN, missing: [undefined], when: new Date(0) }],
  ];
  test.each(cases)('%s is read back as JSON has it, and the chain fits', async (_, data) => {
    const { journal } = await fresh();
    await journal.append([odd(data), note('after')]);
    const [event] = await expectChain(journal);
    expect(event?.data).toEqual(JSON.parse(JSON.stringify(data)));
  });

  test('times keep their fractions', async () => {
    const { journal } = await fresh();
    await journal.append([{ ...note('a'), atMs: 1_700_000_000_000.125 }]);
    expect((await expectChain(journal))[0]?.atMs).toBe(1_700_000_000_000.125);
  });
}

function refusing(fresh: Fresh): void {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const cases: readonly [string, NewEvent][] = [
    ['data that contains itself', odd(circular)],
    ['data with a bigint', odd({ big: 1n })],
    ['a time that is not a number', { ...note('a'), atMs: Number.NaN }],
    ['a zero in the subject', { ...note('a'), subject: 'a\u0000b' }],
    ['half a surrogate pair in the actor', { ...note('a'), actor: '\ud800' }],
  ];
  test.each(cases)('%s is refused, and neither its own call nor its neighbours suffer', async (_, bad) => {
    const { journal } = await fresh();
    const [before, refused, after] = await Promise.allSettled([
      journal.append([note('before')]),
      journal.append([note('together'), bad]),
      journal.append([note('after')]),
    ]);
    expect([before?.status, after?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'OUNCE_E_JOURNAL_EVENT' } });
    expect(textsOf(await expectChain(journal))).toEqual(['before', 'after']);
  });

  test('after close everything is refused, and closing again is harmless', async () => {
    const { journal } = await fresh();
    await journal.append([note('a')]);
    await journal.close();
    await journal.close();
    const closed = { code: 'OUNCE_E_JOURNAL_UNAVAILABLE' };
    await expect(journal.append([note('b')])).rejects.toMatchObject(closed);
    await expect(journal.head()).rejects.toMatchObject(closed);
    await expect(all(journal)).rejects.toMatchObject(closed);
  });

  test('close answers the appends that are under way first', async () => {
    const { journal } = await fresh();
    const appended = journal.append([note('a')]);
    await journal.close();
    expect(await appended).toHaveLength(1);
  });
}

function lasting(fresh: Fresh): void {
  test('what was acknowledged is there when it is opened again, and the chain goes on', async ({ skip }) => {
    const { place, journal } = await fresh();
    if (!place.durable) skip('this journal lives in memory only');
    const kept = await journal.append([note('a'), note('ü'.repeat(100_000)), note('c')]);
    await journal.close();
    const reopened = await place.open();
    expect(await expectChain(reopened)).toEqual(kept);
    await reopened.append([note('d')], { expectedSeq: 3 });
    expect(await expectChain(reopened)).toHaveLength(4);
  });
}
