import { distance } from 'fastest-levenshtein';

/** The known word that is most like the given one, when any is: at most a third of the letters differ, and one is kept. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(
      ({ candidate, edits }) =>
        edits <= Math.ceil(Math.max(candidate.length, word.length) / 3) && edits < word.length,
    )
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}
