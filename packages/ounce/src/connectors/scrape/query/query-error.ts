import { OunceError } from '@ounce/core';

/** Says what is wrong, at which character (from 1), and shows the place. */
export function queryError(query: string, at: number, fault: string, mend?: string): OunceError {
  const place = at >= query.length ? 'at its end' : `at character ${at + 1} («${query.slice(at, at + 20)}»)`;
  return new OunceError(
    'OUNCE_E_METRIC_QUERY',
    `Query “${query}”, ${place}: ${fault}.`,
    mend ? { mend } : {},
  );
}
