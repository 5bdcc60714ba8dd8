import type { KnowledgeField } from '../knowledge-records.ts';
import { knowledgeColumns } from '../projections/project-knowledge.ts';

type Column = (typeof knowledgeColumns)[number];

const columnsOf: Readonly<Record<KnowledgeField, readonly Column[]>> = {
  text: knowledgeColumns,
  symptom: ['title', 'symptoms'],
  'root-cause': ['cause'],
  solution: ['solution'],
};
const mostWords = 32;

/** The words of a text as the full-text index sees them: letters and digits of any script. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, mostWords);
}

/** A word that begins like each of `words`, any or all of them, in the columns of a field. Quoted: nothing in it is syntax. */
export function wordsQuery(field: KnowledgeField, words: readonly string[], together: 'and' | 'or'): string {
  const terms = words.map((word) => `"${word}"*`).join(together === 'and' ? ' AND ' : ' OR ');
  return `{${columnsOf[field].join(' ')}} : (${terms})`;
}

/** Every piece of three letters of the words; undefined where no word has three. */
export function piecesQuery(field: KnowledgeField, words: readonly string[]): string | undefined {
  const pieces = new Set(words.flatMap((word) => [...piecesOf(word)]));
  if (pieces.size === 0) return undefined;
  const terms = [...pieces].map((piece) => `"${piece}"`).join(' OR ');
  return `{${columnsOf[field].join(' ')}} : (${terms})`;
}

function piecesOf(word: string): Set<string> {
  const letters = [...word];
  return new Set(letters.slice(2).map((_, i) => letters.slice(i, i + 3).join('')));
}

/** Share of pieces that two words have in common (Sørensen–Dice), with the first and last letter counting once more. */
export function alike(a: string, b: string): number {
  if (a === b) return 1;
  const [left, right] = [edged(a), edged(b)];
  let common = 0;
  for (const piece of left) if (right.has(piece)) common++;
  return (2 * common) / (left.size + right.size);
}

/** Pairs of letters, with the word's ends: they survive two letters that were swapped. */
function edged(word: string): Set<string> {
  const letters = [...`^${word}$`];
  return new Set(letters.slice(1).map((_, i) => letters[i]! + letters[i + 1]!));
}
