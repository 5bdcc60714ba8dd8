import {
  falsePositiveShare,
  type Mode,
  type NewEvent,
  type ServiceRef,
  serviceKey,
  stepBack,
} from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';
import { liveRecord } from './grade-record.ts';

const weekMs = 7 * 86_400_000;

/** The event that sends a control back to a dry run because too many of its wishes of the last week were not needed. */
export function stepBackEvent(
  ledger: Pick<Ledger, 'query' | 'rollups'>,
  { control, of, mode, nowMs }: { control: string; of: ServiceRef; mode: Mode; nowMs: number },
): NewEvent | undefined {
  // What it did before its mode was last set has been judged by whoever set it.
  const setMs = ledger.query.mode(control, of)?.sinceMs ?? 0;
  const record = liveRecord(ledger, control, of, Math.max(nowMs - weekMs, setMs));
  const to = stepBack(mode, record);
  if (!to) return undefined;
  const percent = Math.round(100 * (falsePositiveShare(record) ?? 0));
  const wishes = record.truePositives + record.falsePositives;
  const reason = `${percent} % of its ${wishes} graded wishes of the last week were not needed; it decides and records until it is promoted again.`;
  const data = { ...of, control, from: mode, to, reason };
  return { atMs: nowMs, actor: 'governor', subject: serviceKey(of), kind: 'control.mode_changed', data };
}
