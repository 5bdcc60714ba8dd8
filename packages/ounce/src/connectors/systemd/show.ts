import { OunceError } from '@ounce/core';
import type { Unit } from './instance.ts';
import type { Systemctl } from './systemctl.ts';

const properties = [
  ...['Id', 'LoadState', 'ActiveState', 'SubState', 'NRestarts'],
  ...['ExecMainStartTimestamp', 'ActiveEnterTimestamp'],
];

/** What systemd has to say of the instances of a template. Those that were stopped and forgotten are not there. */
export async function unitsOf(
  systemctl: Systemctl,
  template: string,
  signal: AbortSignal,
): Promise<readonly Unit[]> {
  const pattern = `${template}@*.service`;
  // Jobs first: one that has ended meanwhile shows in the state, one that has not begun would show nowhere.
  const jobs = parseJobs(await systemctl(['list-jobs', '--full', '--no-legend', '--plain', pattern], signal));
  const args = ['show', pattern, '--all', '--timestamp=us+utc', `--property=${properties.join(',')}`];
  const units = parseUnits(await systemctl(args, signal), jobs);
  return units.toSorted((a, b) => a.number - b.number);
}

/** Lines of `JOB UNIT TYPE STATE`; anything else is a sentence for people (`No jobs running.`). */
function parseJobs(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  return new Map(lines.flatMap(([id, unit, type]) => (/^\d+$/.test(id ?? '') ? [[unit!, type!]] : [])));
}

/**
 * Reads `systemctl show`: `Name=value` lines, one blank line between units.
 *
 * @throws OunceError OUNCE_E_PLATFORM when a unit lacks a property or a value is not what the manual says
 */
function parseUnits(text: string, jobs: ReadonlyMap<string, string>): readonly Unit[] {
  const blocks = text.split(/\n{2,}/).filter((block) => block.trim() !== '');
  return blocks.flatMap((block) => {
    const unit = parseUnit(block);
    const job = unit && jobs.get(unit.id);
    return unit ? { ...unit, ...(job ? { job } : {}) } : [];
  });
}

/** Undefined for a unit that could not be loaded. */
function parseUnit(block: string): Unit | undefined {
  const values = new Map(
    block.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
  const get = (name: string): string => {
    const value = values.get(name);
    if (value === undefined) throw unreadable(`it does not say ${name}`);
    return value;
  };
  if (get('LoadState') !== 'loaded') return undefined;
  const id = get('Id');
  const number = Number(/@(\d+)\.service$/.exec(id)?.[1] ?? Number.NaN);
  // An instance with a name of its own is a person's: `consumer@test.service` is not ours to stop.
  if (!Number.isSafeInteger(number)) return undefined;
  const restarts = Number(get('NRestarts'));
  if (!Number.isSafeInteger(restarts)) throw unreadable(`NRestarts of ${id} is "${get('NRestarts')}"`);
  return {
    ...{ id, number, restarts, active: get('ActiveState'), sub: get('SubState') },
    startedAtMs: momentOf(get('ExecMainStartTimestamp'), id),
    activeAtMs: momentOf(get('ActiveEnterTimestamp'), id),
  };
}

/** `Fri 2026-11-27 02:26:01.123456 UTC`, in ms; 0 when it never was. */
function momentOf(text: string, id: string): number {
  if (text === '' || text === 'n/a' || text === '0') return 0;
  const [, day, time] = /^\w{3} (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}\.\d{3})\d{3} UTC$/.exec(text) ?? [];
  if (day === undefined) throw unreadable(`a time of ${id} is "${text}"`);
  return Date.parse(`${day}T${time}Z`);
}

function unreadable(what: string): OunceError {
  return new OunceError('OUNCE_E_PLATFORM', `systemctl show cannot be understood: ${what}.`, {
    mend: 'systemd 248 or later is needed (`--timestamp=us+utc`).',
  });
}
