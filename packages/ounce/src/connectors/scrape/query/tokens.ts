import { queryError } from './query-error.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'symbol' | 'end';
  /** A string's text is without quotes and escapes. */
  readonly text: string;
  /** From 0. */
  readonly at: number;
}

const pattern =
  /(?<blank>\s+)|(?<name>[a-zA-Z_:][\w:]*)|(?<number>\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<symbol>=~|!~|!=|[=(){},[\]+\-*/])/iy;

export function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let at = 0; at < query.length; at = pattern.lastIndex) {
    const groups = pattern.exec(query)?.groups;
    if (!groups) throw queryError(query, at, unexpected(query[at] ?? ''));
    const kind = (['name', 'number', 'string', 'symbol'] as const).find((one) => groups[one] !== undefined);
    if (!kind) continue;
    const text = groups[kind] ?? '';
    tokens.push({ kind, text: kind === 'string' ? unquote(text) : text, at });
  }
  return [...tokens, { kind: 'end', text: 'the end', at: query.length }];
}

function unexpected(character: string): string {
  const isQuote = character === '"' || character === "'";
  return isQuote ? 'a string is opened here and never closed' : `“${character}” has no meaning here`;
}

function unquote(quoted: string): string {
  const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
  return quoted.slice(1, -1).replace(/\\(.)/gs, (_, escaped: string) => escapes[escaped] ?? escaped);
}
