/** Query of `GET /accounting`: one run only, and only messages sent before a time (ms since the epoch). */
export interface AccountingQuery {
  readonly run?: string;
  readonly beforeMs?: number;
}

export const accountingQuerySchema = {
  type: 'object',
  properties: { run: { type: 'string', minLength: 1 }, beforeMs: { type: 'number' } },
} as const;
