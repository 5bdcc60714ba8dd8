import { expect, test } from 'vitest';
import { journalContract, note } from '../../ports/journal.contract.ts';
import { createMemoryJournal } from './index.ts';

journalContract('the journal in memory', async () => {
  const journal = createMemoryJournal();
  return { open: async () => journal, durable: false, dispose: () => journal.close() };
});

test('what is in the journal cannot be changed through the object that was appended', async () => {
  const journal = createMemoryJournal();
  const data = { text: 'as said' };
  await journal.append([{ ...note(''), data }]);
  data.text = 'as wished';
  const texts: string[] = [];
  for await (const event of journal.read(0)) if (event.kind === 'note.added') texts.push(event.data.text);
  expect(texts).toEqual(['as said']);
});
