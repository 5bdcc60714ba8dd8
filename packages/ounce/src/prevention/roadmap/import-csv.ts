import { quarterOf } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';
import type { NewPrevention, PreventionChanges, Preventions } from '../preventions/index.ts';
import { type CsvPrevention, roadmapFromCsv } from './csv.ts';

export interface CsvImport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
  /** Lines that were set aside, with why. */
  readonly bad: readonly { readonly line: number; readonly says: string }[];
}

interface ImportOptions {
  readonly ledger: Ledger;
  readonly preventions: Preventions;
  readonly actor: string;
  /** Only says what would be done; the rules of a status are not tried. */
  readonly dryRun: boolean;
  readonly reason?: string;
}

/** Takes a roadmap in: new preventions are made, known ones changed where they differ, by the same rules as everywhere. */
export async function importRoadmap(
  text: string,
  { ledger, preventions, actor, dryRun, reason }: ImportOptions,
): Promise<CsvImport> {
  const { rows, bad } = roadmapFromCsv(text);
  const [added, changed]: [string[], string[]] = [[], []];
  const wrong = [...bad];
  let unchanged = 0;
  for (const row of rows) {
    const before = ledger.query.prevention(row.id);
    const changes = before ? differences(row, before) : undefined;
    if (before && !changes) {
      unchanged += 1;
      continue;
    }
    try {
      if (changes) {
        if (!dryRun) await preventions.change(row.id, changes, { actor, reason });
        changed.push(row.id);
      } else {
        const fresh = toNew(row);
        if (!dryRun) await preventions.add(fresh, { actor, reason });
        added.push(row.id);
      }
    } catch (error) {
      wrong.push({ line: row.line, says: error instanceof Error ? error.message : String(error) });
    }
  }
  return { added, changed, unchanged, bad: wrong.sort((a, b) => a.line - b.line) };
}

/** Undefined when nothing differs. A quarter that is the target's own is no field of its own. */
function differences(
  { fields, without }: CsvPrevention,
  before: NewPrevention,
): PreventionChanges | undefined {
  const now = before as unknown as Record<string, unknown>;
  const target = fields.target ?? before.target;
  const ownQuarter = fields.quarter !== undefined && fields.quarter === quarterOf(target ? { target } : {});
  const different = Object.entries(fields).filter(
    ([name, value]) =>
      !(name === 'quarter' && ownQuarter) && JSON.stringify(now[name]) !== JSON.stringify(value),
  );
  const gone = without.filter((name) => now[name] !== undefined);
  if (different.length === 0 && gone.length === 0) return undefined;
  return { ...Object.fromEntries(different), ...(gone.length > 0 ? { without: gone } : {}) };
}

function toNew({ id, fields }: CsvPrevention): NewPrevention {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    throw new Error(`the id ${JSON.stringify(id)} is not lower case letters and digits with dashes`);
  if (!fields.title) throw new Error(`there is no prevention ${id}, and a new one needs a title`);
  const target = fields.target === undefined ? {} : { target: fields.target };
  const { quarter, ...rest } = fields;
  return {
    ...{ kind: 'process', oldApproach: '', newApproach: [], owner: '', priority: 'P1', status: 'planned' },
    ...{ incidentTypes: [], rootCauses: [], checklist: [], services: [], rollouts: [] },
    ...rest,
    ...(quarter !== undefined && quarter !== quarterOf(target) ? { quarter } : {}),
    ...{ id, title: fields.title },
  };
}
