import type { OunceError } from '@ounce/core';
import { queryError } from './query-error.ts';
import { type Token, tokenize } from './tokens.ts';

/** Walks over the tokens of one query; knows where it is, for the errors. */
export class TokenReader {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokenize(query);
  }

  peek(): Token {
    return this.#tokens[this.#next]!;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#next++;
    return token;
  }

  /** Takes the next token when it is one of these symbols. */
  takeIf<Symbol extends string>(...symbols: readonly Symbol[]): Symbol | undefined {
    const { kind, text } = this.peek();
    const symbol = symbols.find((one) => kind === 'symbol' && one === text);
    if (symbol !== undefined) this.take();
    return symbol;
  }

  expectSymbol(symbol: string): void {
    if (!this.takeIf(symbol)) throw this.error(`“${symbol}” was expected, not ${describe(this.peek())}`);
  }

  expect(kind: Token['kind'], what: string): Token {
    if (this.peek().kind !== kind) throw this.error(`${what} was expected, not ${describe(this.peek())}`);
    return this.take();
  }

  /** The query's text from a token to the last one taken. */
  textFrom({ at }: Token): string {
    const last = this.#tokens[this.#next - 1];
    const end =
      last?.kind === 'string' ? this.#tokens[this.#next]!.at : (last?.at ?? 0) + (last?.text.length ?? 0);
    return this.#query.slice(at, end).trim();
  }

  error(fault: string, token: Token = this.peek(), mend?: string): OunceError {
    return queryError(this.#query, token.at, fault, mend);
  }
}

function describe({ kind, text }: Token): string {
  return kind === 'end' ? 'the end of the query' : `“${text}”`;
}
