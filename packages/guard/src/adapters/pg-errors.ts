import type { PolicyCode } from '../policy/context.ts';

/** Classes of SQLSTATE that speak of the server and not of the statement: connection, resources, operator intervention, system, internal. */
const serverClasses: ReadonlySet<string> = new Set(['08', '53', '57', '58', 'XX']);

/** Serialization failure and deadlock: the statement is fine, and the server asks for it to be sent again. */
const sendAgain: ReadonlySet<string> = new Set(['40001', '40P01']);

/** The five-character SQLSTATE of an error that PostgreSQL sent; `undefined` for everything else. */
function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Class 57 is "operator intervention": these three end the connection, a cancelled statement (57014) does not. */
const endsConnection: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03']);

/** Whether a connection is of no more use after this error. What PostgreSQL did not send itself is taken for a broken line. */
export function losesConnection(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined || state.startsWith('08') || endsConnection.has(state);
}

/** What the errors of `pg` mean: a wrong statement or a broken constraint says nothing about the database's health. */
export const pgResults: PolicyCode = {
  isFailure: (error) => {
    const state = sqlState(error);
    return state === undefined || serverClasses.has(state.slice(0, 2));
  },
  isRetryable: (error) => {
    const state = sqlState(error);
    return state === undefined || sendAgain.has(state) || serverClasses.has(state.slice(0, 2));
  },
};
