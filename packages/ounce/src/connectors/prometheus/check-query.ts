import { OunceError } from '@ounce/core';

const closes: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' };

/**
 * Finds the slips that break a query whatever it says: nothing at all, a bracket or a string that is not closed. What
 * the words mean only the server knows; it is asked when the query is read.
 *
 * @throws OunceError OUNCE_E_METRIC_QUERY with the position
 */
export function checkQuery(query: string): void {
  const open: { bracket: string; at: number }[] = [];
  let isEmpty = true;
  for (const { 0: piece, index } of query.matchAll(pieces)) {
    if (/^(\s|#)/.test(piece)) continue;
    isEmpty = false;
    if ('({['.includes(piece)) open.push({ bracket: piece, at: index });
    else if (piece in closes && open.pop()?.bracket !== closes[piece]) {
      throw fault(query, index, `“${piece}” closes nothing`);
    } else if (/^["'`]$/.test(piece)) throw fault(query, index, 'a string is opened here and never closed');
  }
  if (isEmpty) throw fault(query, 0, 'it is empty');
  const [unclosed] = open.splice(-1);
  if (unclosed) throw fault(query, unclosed.at, `“${unclosed.bracket}” is opened here and never closed`);
}

/** Blanks, comments, whole strings, then single characters. Only strings in back quotes go over lines and have no escapes. */
const pieces = /\s+|#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|./gs;

function fault(query: string, at: number, what: string): OunceError {
  const message = `Query “${query}”, at character ${at + 1} («${query.slice(at, at + 20)}»): ${what}.`;
  return new OunceError('OUNCE_E_METRIC_QUERY', message);
}
