import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AuditedCall, AuditReport } from './audit.ts';
import { type Comparison, keyOf } from './baseline.ts';

const ruleId = 'unguarded-call';

const rule = {
  id: ruleId,
  name: 'UnguardedCall',
  shortDescription: { text: 'An outgoing call without a breaker and a deadline.' },
  fullDescription: {
    text: 'When the dependency stops answering, this call waits for it, and whoever waits for this call waits too.',
  },
  help: {
    text: 'Call it through @ounce/guard: guard.fetch, guard.pg(pool), guard.wrap(fn) or guard.policy(name).execute(fn).',
    markdown:
      'Call it through `@ounce/guard`: `guard.fetch`, `guard.pg(pool)`, `guard.wrap(fn)` or `guard.policy(name).execute(fn)`.',
  },
  defaultConfiguration: { level: 'warning' },
  properties: { tags: ['reliability', 'external-call'] },
};

/**
 * The unguarded calls as a SARIF 2.1.0 log (OASIS standard, 27 March 2020), one run, one rule. With a baseline each result says whether it is new, and new
 * ones are errors.
 */
export function toSarif(
  report: AuditReport,
  { over }: Comparison,
  hasBaseline: boolean,
  version: string,
): object {
  const seen = new Map<string, number>();
  const results = report.found
    .filter(({ guardedBy }) => guardedBy === undefined)
    .map((call) => {
      const key = keyOf(call);
      const nth = (seen.get(key) ?? 0) + 1;
      seen.set(key, nth);
      return resultOf(report, call, `${key}\n${nth}`, hasBaseline ? over.has(call) : undefined);
    });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ounce guard audit', semanticVersion: version, rules: [rule] } },
        invocations: [{ executionSuccessful: true }],
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The folder that the audit was run in.' } } },
        results,
        properties: {
          coverage: {
            calls: report.calls,
            guarded: report.guarded,
            files: report.files,
            groups: report.groups,
          },
        },
      },
    ],
  };
}

function resultOf(
  { base }: AuditReport,
  call: AuditedCall,
  fingerprint: string,
  isNew: boolean | undefined,
): object {
  const state = isNew === undefined ? {} : { baselineState: isNew ? 'new' : 'unchanged' };
  return {
    ruleId,
    ruleIndex: 0,
    level: isNew === undefined ? 'warning' : isNew ? 'error' : 'note',
    ...state,
    message: {
      text: `${call.callee} in ${call.inside} is not guarded${wayOf(call)}: no breaker, no deadline.`,
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locationOf(base, call.file),
          region: {
            startLine: call.line,
            startColumn: call.column,
            endLine: call.endLine,
            endColumn: call.endColumn,
          },
        },
        logicalLocations: [{ fullyQualifiedName: call.inside, kind: 'function' }],
      },
    ],
    partialFingerprints: { 'ounceCall/v1': createHash('sha256').update(fingerprint).digest('hex') },
    properties: { library: call.library, callee: call.callee },
  };
}

const wayOf = ({ way }: AuditedCall): string => (way === undefined ? '' : ` when it is reached from ${way}`);

/** A relative reference must be one within the base; what lies outside is named in full. */
function locationOf(base: string, file: string): object {
  if (file.startsWith('..')) return { uri: pathToFileURL(resolve(base, file)).href };
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}
