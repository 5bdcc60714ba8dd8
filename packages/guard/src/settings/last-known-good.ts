import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkGuardSettings, type GuardSettings } from './guard-settings.ts';

/** The copy as it stands in the file. */
interface Stored {
  /** Time of day in ms since 1970, for people who look into the file. */
  readonly savedAtMs: number;
  readonly settings: GuardSettings;
}

/**
 * The settings that were last pushed and found good, so that a service that starts while nobody can push is guarded as before. `undefined` when
 * there is no copy, or none that can be used; the latter is shown as a process warning.
 */
export function loadLastKnownGood(file: string): GuardSettings | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') warn(file, error);
    return undefined;
  }
  try {
    const { settings } = JSON.parse(text) as Stored;
    checkGuardSettings(settings);
    return settings;
  } catch (error) {
    warn(file, error);
    return undefined;
  }
}

/** Replaces the copy in one step: a crash leaves the old one or the new one, never half of one. A disk that refuses is a warning, not an outage. */
export function saveLastKnownGood(file: string, settings: GuardSettings, wallMs: number): void {
  const stored: Stored = { savedAtMs: wallMs, settings };
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, `${JSON.stringify(stored, null, 2)}\n`, { flush: true });
    renameSync(unfinished, file);
  } catch (error) {
    warn(file, error);
  }
}

function warn(file: string, error: unknown): void {
  process.emitWarning(`The last known good settings in ${file} cannot be used: ${String(error)}`, {
    code: 'OUNCE_GUARD_SETTINGS_FILE',
  });
}
