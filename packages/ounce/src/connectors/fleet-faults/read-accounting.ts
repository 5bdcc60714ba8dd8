import { OunceError } from '@ounce/core';
import type { Accounting } from '../../ports/index.ts';
import { type CallOptions, call } from './call.ts';
import type { AccountingUrls } from './options.ts';

/**
 * Compares who took messages with who handled them: the same run of the sender, and only messages sent before one moment,
 * so that both count the same messages although new ones arrive all the time.
 *
 * @param beforeMs ms since the epoch
 */
export async function readAccounting(
  { accepted, handled }: AccountingUrls,
  beforeMs: number,
  options: CallOptions,
): Promise<Accounting> {
  const before = { beforeMs: String(beforeMs) };
  const taken = (await call({ method: 'GET', url: accountingOf(accepted, before) }, options)) as Counts;
  // A service that names no run has not looked at `beforeMs` either: then everything is compared with everything.
  const sameRun = typeof taken.run === 'string' ? { ...before, run: taken.run } : {};
  const done = (await call({ method: 'GET', url: accountingOf(handled, sameRun) }, options)) as Counts;
  return {
    accepted: count(taken, 'accepted', accepted),
    errors: count(taken, 'failed', accepted),
    ...('throttled' in taken ? { refused: count(taken, 'throttled', accepted) } : {}),
    handledDistinct: count(done, 'distinct', handled),
  };
}

type Counts = Readonly<Record<string, unknown>>;

function accountingOf(base: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}/accounting`);
  url.search = new URLSearchParams(query).toString();
  return url;
}

function count(counts: Counts, key: string, base: string): number {
  const value = counts[key];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new OunceError('OUNCE_E_FAULT_AGENT', `${base}/accounting has no whole number “${key}”.`, {
    mend: 'Name the service that keeps this count in connectors.faults.accounting.',
  });
}
