import { isOunceError, OunceError, type Prevention, type PreventionStatus } from '@ounce/core';
import type { Ledger, PreventionRecord } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';
import { saveVersioned } from '../save-versioned.ts';
import type { EffectSource } from './effects.ts';
import { checkSave, withTimes } from './rules.ts';
import { type Suggestion, suggestionsFor } from './suggest.ts';
import { type Verification, verificationOf } from './verification.ts';

export interface PreventionsOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Without it nothing can be verified by evidence, and suggestions know no measured effect. */
  readonly effects?: EffectSource;
}

export type NewPrevention = Omit<Prevention, 'version'>;

/** What a person may change; times and version follow from the rules. */
export type PreventionChanges = Partial<
  Omit<Prevention, 'id' | 'version' | 'startedAtMs' | 'completedAtMs'>
> & {
  /** Fields to take away. */
  readonly without?: readonly (keyof Prevention)[];
};

export interface ChangeOptions {
  readonly actor: string;
  readonly reason?: string | undefined;
  /** The version that was read. Without it the change is made to whatever is newest. */
  readonly baseVersion?: number | undefined;
}

/** How often a change without a base version is tried on top of what others have saved meanwhile. */
const mostTries = 10;

/** Preventions and the rules of their life. All throw OUNCE_E_NOT_FOUND, OUNCE_E_RULE or OUNCE_E_VERSION_CONFLICT. */
export class Preventions {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #effects: EffectSource | undefined;

  constructor({ ledger, clock, effects }: PreventionsOptions) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#effects = effects;
  }

  get(id: string): PreventionRecord {
    const found = this.#ledger.query.prevention(id);
    if (found) return found;
    throw new OunceError('OUNCE_E_NOT_FOUND', `There is no prevention ${id}.`, {
      mend: 'See `ounce preventions list`, or start with `ounce init --with-catalogue`.',
    });
  }

  async add(prevention: NewPrevention, { actor, reason }: ChangeOptions) {
    return this.#save(prevention.id, 0, { actor, reason }, () => ({ ...prevention, version: 1 }));
  }

  /** Changes some fields; the others stay. */
  async change(id: string, changes: PreventionChanges, options: ChangeOptions): Promise<PreventionRecord> {
    const { without = [], ...fields } = changes;
    return this.#edit(id, options, (before) => {
      const after = { ...before, ...fields };
      return Object.fromEntries(
        Object.entries(after).filter(([field]) => !without.includes(field as keyof Prevention)),
      ) as unknown as Prevention;
    });
  }

  /** Ticks a step of the checklist off, or takes the tick back. `step` counts from 0. */
  async check(id: string, step: number, done: boolean, options: ChangeOptions): Promise<PreventionRecord> {
    return this.#edit(id, options, (before) => {
      if (!before.checklist[step]) {
        const steps = before.checklist.length;
        throw new OunceError('OUNCE_E_NOT_FOUND', `${id} has ${steps} steps and no step ${step + 1}.`);
      }
      const checklist = before.checklist.map((item, at) => (at === step ? { ...item, done } : item));
      return { ...before, checklist };
    });
  }

  async setStatus(id: string, status: PreventionStatus, options: ChangeOptions): Promise<PreventionRecord> {
    return this.#edit(id, options, (before) => ({ ...before, status }));
  }

  verification(id: string): Verification {
    return verificationOf(this.#ledger, this.#effects, this.get(id));
  }

  /** Sets it to verified if its evidence is complete; else OUNCE_E_RULE says what is missing. */
  async verify(id: string, { actor, baseVersion }: ChangeOptions): Promise<PreventionRecord> {
    const { version, title, status } = this.get(id);
    if (status === 'verified') throw new OunceError('OUNCE_E_RULE', `“${title}” is verified already.`);
    const { ready, has, missing } = this.verification(id);
    if (!ready)
      throw new OunceError('OUNCE_E_RULE', `“${title}” cannot be verified yet. ${missing.join(' ')}`, {
        mend: 'Do what is missing, or set it by hand with a reason, which is kept and shown.',
        details: { has, missing },
      });
    const reason = `By evidence: ${has.join(' ')}`;
    return this.setStatus(id, 'verified', { actor, reason, baseVersion: baseVersion ?? version });
  }

  /** What could be done against these root causes, the best measured first. */
  suggestions(rootCauses: readonly string[]): readonly Suggestion[] {
    return suggestionsFor(this.#ledger, this.#effects, rootCauses);
  }

  async #edit(id: string, options: ChangeOptions, edit: (before: Prevention) => Prevention) {
    for (let tries = 1; ; tries += 1) {
      const { version } = this.get(id);
      try {
        return await this.#save(id, options.baseVersion ?? version, options, (before) => edit(before!));
      } catch (error) {
        const overtaken = isOunceError(error) && error.code === 'OUNCE_E_VERSION_CONFLICT';
        if (!overtaken || options.baseVersion !== undefined || tries === mostTries) throw error;
      }
    }
  }

  async #save(
    id: string,
    baseVersion: number,
    { actor, reason }: ChangeOptions,
    edit: (before: Prevention | undefined) => Prevention,
  ): Promise<PreventionRecord> {
    await saveVersioned(this.#ledger, {
      what: `prevention ${id}`,
      current: () => this.#ledger.query.prevention(id),
      baseVersion,
      event: (record) => {
        const atMs = this.#clock.nowMs();
        const before = record && plain(record);
        const wanted = { ...edit(before), version: baseVersion + 1 };
        checkSave(before, wanted, reason);
        const prevention = withTimes(before, wanted, atMs);
        const data = { prevention, ...(reason ? { reason } : {}) };
        return { atMs, actor, subject: `prevention:${id}`, kind: 'prevention.saved', data };
      },
    });
    return this.get(id);
  }
}

/** The prevention itself, without what the read model adds. */
function plain({ createdAtMs: _created, savedAtMs: _saved, ...prevention }: PreventionRecord): Prevention {
  return prevention;
}
