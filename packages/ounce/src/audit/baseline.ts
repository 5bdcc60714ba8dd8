import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { OunceError } from '@ounce/core';
import { z } from 'zod';
import type { AuditedCall, AuditReport } from './audit.ts';

/** Without line numbers: moving a function must not look like a new call. */
const entry = z.strictObject({
  file: z.string(),
  inside: z.string(),
  library: z.string(),
  callee: z.string(),
  calls: z.number().int().min(1),
});
const baselineFile = z.strictObject({ version: z.literal(1), unguarded: z.array(entry) });

/** The unguarded calls that are known and borne with, until they are guarded. */
export type Baseline = z.infer<typeof baselineFile>;

export interface Comparison {
  /** Unguarded calls beyond what the baseline allows. */
  readonly over: ReadonlySet<AuditedCall>;
  /** Calls that the baseline allows and that are not there any more: time to write it anew. */
  readonly gone: number;
}

/** @throws OunceError when the file is not there or is no baseline */
export function readBaseline(file: string): Baseline {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OunceError('OUNCE_E_AUDIT', `There is no baseline ${file}.`, {
      mend: 'Write one with `--write-baseline`, or leave `--baseline` out: then no unguarded call is allowed.',
      cause,
    });
  }
  const parsed = baselineFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new OunceError(
    'OUNCE_E_AUDIT',
    `${file} is not a baseline: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
    { mend: 'Write it anew with `--write-baseline`.' },
  );
}

/** Names in the file are relative to its folder, so that it does not matter where the audit is run from. */
export function writeBaseline(file: string, report: AuditReport): number {
  const counted = countOf(report, dirname(resolve(file)));
  const unguarded = [...counted.values()].map(({ call, name, calls }) => ({
    file: name,
    inside: call.inside,
    library: call.library,
    callee: call.callee,
    calls: calls.length,
  }));
  try {
    writeFileSync(file, `${JSON.stringify({ version: 1, unguarded } satisfies Baseline, undefined, 2)}\n`);
  } catch (cause) {
    throw new OunceError('OUNCE_E_AUDIT', `${file} cannot be written.`, { cause });
  }
  return unguarded.reduce((sum, { calls }) => sum + calls, 0);
}

/** @param folder where the baseline lies; without a baseline every unguarded call is over it */
export function compare(
  report: AuditReport,
  baseline?: { readonly content: Baseline; readonly folder: string },
): Comparison {
  const counted = countOf(report, resolve(baseline?.folder ?? report.base));
  const allowed = new Map<string, number>();
  for (const { calls, ...known } of baseline?.content.unguarded ?? []) {
    const key = keyOf(known);
    allowed.set(key, (allowed.get(key) ?? 0) + calls);
  }
  const over = new Set<AuditedCall>();
  let gone = 0;
  for (const [key, { calls }] of counted)
    for (const call of calls.slice(allowed.get(key) ?? 0)) over.add(call);
  for (const [key, calls] of allowed) gone += Math.max(0, calls - (counted.get(key)?.calls.length ?? 0));
  return { over, gone };
}

interface Counted {
  readonly name: string;
  readonly call: AuditedCall;
  readonly calls: AuditedCall[];
}

function countOf({ base, found }: AuditReport, folder: string): Map<string, Counted> {
  const counted = new Map<string, Counted>();
  for (const call of found) {
    if (call.guardedBy !== undefined) continue;
    const name = relative(folder, resolve(base, call.file)).split(sep).join('/');
    const key = keyOf({ ...call, file: name });
    const known = counted.get(key);
    if (known) known.calls.push(call);
    else counted.set(key, { name, call, calls: [call] });
  }
  return counted;
}

export function keyOf({
  file,
  inside,
  library,
  callee,
}: Pick<AuditedCall, 'file' | 'inside' | 'library' | 'callee'>): string {
  return [file, inside, library, callee].join('\n');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
