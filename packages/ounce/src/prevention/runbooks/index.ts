import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IncidentType, OunceError } from '@ounce/core';

export interface Runbook {
  readonly type: IncidentType;
  readonly title: string;
  /** Markdown, with the incident's id in the place of INCIDENT. */
  readonly markdown: string;
  /** Whether a team's own has taken the place of the one that ships. */
  readonly own: boolean;
}

const shipped = fileURLToPath(new URL('../../../runbooks/', import.meta.url));

/** The runbooks that ship, and a team's own from a folder: a file of the same type takes the other's place. */
export async function loadRunbooks(ownFolder?: string): Promise<ReadonlyMap<IncidentType, Runbook>> {
  const own = ownFolder === undefined ? [] : await readFolder(ownFolder, true);
  return new Map([...(await readFolder(shipped, false)), ...own].map((runbook) => [runbook.type, runbook]));
}

/** For one incident: commands that can be copied. */
export function forIncident(runbook: Runbook, incidentId: string): Runbook {
  return { ...runbook, markdown: runbook.markdown.replaceAll(/\bINCIDENT\b/g, incidentId) };
}

async function readFolder(folder: string, own: boolean): Promise<Runbook[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
    return await Promise.all(
      names.map(async (name) => {
        const markdown = await readFile(join(folder, name), 'utf8');
        const type = name.slice(0, -3);
        const title = /^# +(.+)$/m.exec(markdown)?.[1]?.trim() ?? type.replaceAll('_', ' ');
        return { type, title, markdown, own };
      }),
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OunceError('OUNCE_E_CONFIG_INVALID', `The runbooks in ${folder} cannot be read: ${reason}`, {
      mend: 'Name a folder of Markdown files, one for each incident type (queue_backlog.md), in `runbooks`.',
      cause,
    });
  }
}
