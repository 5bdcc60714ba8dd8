import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { admissionOptions } from './admission/settings.ts';
import { breakerOptions } from './breaker/settings.ts';
import { consumerOptions } from './consumer/consumer.ts';
import { fallbackOptions } from './fallback/fallback.ts';
import { hedgeOptions } from './fallback/hedge.ts';
import * as index from './index.ts';
import { adaptiveLimitOptions } from './limits/adaptive-limit.ts';
import { bulkheadOptions } from './limits/bulkhead.ts';
import { rateLimitOptions } from './limits/rate-limiter.ts';
import { type OptionTable, rangeOf } from './options.ts';
import { timeoutOptions } from './policy/settings.ts';
import { retryOptions } from './retry/settings.ts';
import { followOptions } from './settings/follow.ts';
import { reportOptions } from './telemetry/report.ts';

const page = readFileSync(new URL('../../../docs/guard.md', import.meta.url), 'utf8');

const tables: Record<string, OptionTable> = {
  'Time (`budgetMs`, `attemptTimeoutMs`)': timeoutOptions,
  '`breaker`': breakerOptions,
  '`retry`': retryOptions,
  '`bulkhead`': bulkheadOptions,
  '`rateLimit`': rateLimitOptions,
  '`adaptiveLimit`': adaptiveLimitOptions,
  '`hedge`': hedgeOptions,
  '`guard.admission(name, …)`': admissionOptions,
  '`guard.fallback(name, …)`': fallbackOptions,
  '`guard.consumer(…)`': consumerOptions,
  '`guard.follow(…)`': followOptions,
  '`guard.report(…)`': reportOptions,
};

/** The text under one heading, up to the next. */
function section(heading: string): string {
  const start = page.indexOf(`### ${heading}\n`);
  expect(start, `docs/guard.md has a heading "### ${heading}"`).toBeGreaterThan(-1);
  return page.slice(start + 4).split(/\n##+ /)[0]!;
}

test.each(Object.entries(tables))(
  'docs/guard.md says the default and the range of every option of %s, and of no other',
  (heading, table) => {
    const rows = [...section(heading).matchAll(/^\| `(\w+)` \| (.*?) \| (.*?) \|/gm)].map(
      ([, name, standard, range]) => `${name}: ${standard}, ${range}`,
    );
    expect(rows).toEqual(
      Object.entries(table).map(([name, spec]) => `${name}: ${spec.default}, ${rangeOf(spec)}`),
    );
  },
);

test('docs/guard.md has a do and a don’t for every group of options', () => {
  for (const heading of Object.keys(tables))
    expect(section(heading)).toMatch(/\*\*Do\*\*[\s\S]*\*\*Don't\*\*/);
});

test('docs/guard.md names every refusal with its code, and no code that does not exist', () => {
  const refusals = Object.values(index).filter(
    (one) => typeof one === 'function' && one.prototype instanceof index.Rejection,
  ) as (typeof index.Rejection)[];
  expect(refusals).toHaveLength(6);
  for (const { prototype } of refusals)
    expect(page).toContain(`| \`${prototype.name}\` | \`${prototype.code}\` |`);
  const codes = new Set(refusals.map(({ prototype }) => prototype.code));
  for (const [code] of page.matchAll(/OUNCE_GUARD_\w+/g)) expect(codes).toContain(code);
});

test('docs/guard.md names every metric, and no metric that does not exist', () => {
  const guard = index.createGuard({ defaults: { adaptiveLimit: {}, breaker: { minimumCalls: 1 } } });
  guard.fallback('prices');
  guard.admission('orders');
  const policy = guard.policy('a');
  policy.breaker.isolate();
  policy.execute(() => 1).catch(() => {});
  const families = [...guard.metrics().matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
  const documented = [...page.matchAll(/^\| `(ounce_guard_\w+)`/gm)].map(([, name]) => name);
  expect(documented.toSorted()).toEqual(families.toSorted());
});
