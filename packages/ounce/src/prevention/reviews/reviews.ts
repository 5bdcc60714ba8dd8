import { isDeepStrictEqual } from 'node:util';
import { OunceError, type Review, type ReviewStatus } from '@ounce/core';
import type { IncidentRecord, Ledger, ReviewRecord } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';
import { saveVersioned } from '../save-versioned.ts';
import { canonical, type ReviewFields } from './canonical.ts';
import { draftReview, reviewIdOf } from './draft.ts';
import { fromMarkdown } from './markdown.ts';
import { missingFrom } from './missing.ts';
import type { Readings } from './readings.ts';

export interface ReviewsOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Without them a draft has no plot. */
  readonly readings?: Readings;
  /** 0.9998 (99.98 %) when absent. */
  readonly availabilityTarget?: number;
}

interface SaveOptions {
  readonly actor: string;
  /** The version that was read. */
  readonly baseVersion: number;
}

/** Post-incident reviews. All throw OUNCE_E_NOT_FOUND, OUNCE_E_RULE or OUNCE_E_VERSION_CONFLICT. */
export class Reviews {
  readonly #options: ReviewsOptions;

  constructor(options: ReviewsOptions) {
    this.#options = options;
  }

  get(id: string): ReviewRecord {
    const found = this.#options.ledger.query.review(id);
    if (found) return found;
    throw new OunceError('OUNCE_E_NOT_FOUND', `There is no review ${id}.`, {
      mend: 'See `ounce pir list`, or begin one with `ounce pir create --incident-id ID`.',
    });
  }

  /** Drafts the review of an incident from the records; the one that is there already stays as it is. */
  async create(incidentId: string, actor: string): Promise<{ review: ReviewRecord; created: boolean }> {
    const { ledger, clock, readings, availabilityTarget = 0.9998 } = this.#options;
    const incident = this.incident(incidentId);
    if (!incident) {
      const mend = 'See `ounce incidents list` for the ids there are.';
      throw new OunceError('OUNCE_E_NOT_FOUND', `There is no incident ${incidentId}.`, { mend });
    }
    const id = reviewIdOf(incidentId);
    const before = ledger.query.review(id);
    if (before) return { review: before, created: false };
    const nowMs = clock.nowMs();
    const draft = draftReview(incident, {
      ...{ ledger, nowMs, availabilityTarget },
      ...(readings ? { readings } : {}),
    });
    await this.#save(id, { actor, baseVersion: 0 }, () => draft);
    return { review: this.get(id), created: true };
  }

  incident(incidentId: string): IncidentRecord | undefined {
    return this.#options.ledger.query.incident(incidentId);
  }

  async save(id: string, fields: ReviewFields, options: SaveOptions): Promise<ReviewRecord> {
    return this.#save(id, options, ({ incidentId, version, status }) => {
      if (status === 'finished')
        throw new OunceError('OUNCE_E_RULE', `The review ${id} is finished.`, {
          mend: `Take it up again first: \`ounce pir reopen ${id}\`.`,
        });
      return { id, incidentId, version, status, ...canonical(fields) };
    });
  }

  /** Saves what a Markdown file says, on top of the version that the file was written from; one that says nothing new is left. */
  async importMarkdown(markdown: string, actor: string): Promise<ReviewRecord> {
    const { id, version, fields } = fromMarkdown(markdown);
    const now = this.get(id);
    const isSame = isDeepStrictEqual({ ...plain(now), ...canonical(fields) }, plain(now));
    if (isSame && now.version === version) return now;
    return this.save(id, fields, { actor, baseVersion: version });
  }

  missing(review: Review): readonly string[] {
    return missingFrom(this.#options.ledger, review, this.incident(review.incidentId));
  }

  async finish(id: string, options: SaveOptions): Promise<ReviewRecord> {
    return this.#save(id, options, (review) => {
      const missing = this.missing(review);
      if (missing.length === 0) return { ...review, status: 'finished' satisfies ReviewStatus };
      throw new OunceError('OUNCE_E_RULE', `The review ${id} cannot be finished yet. ${missing.join(' ')}`, {
        mend: `Add what is missing: \`ounce pir edit ${id}\`, or on its page in the console.`,
        details: { missing },
      });
    });
  }

  async reopen(id: string, options: SaveOptions): Promise<ReviewRecord> {
    return this.#save(id, options, (review) => ({ ...review, status: 'draft' satisfies ReviewStatus }));
  }

  async #save(id: string, { actor, baseVersion }: SaveOptions, edit: (before: Review) => Review) {
    const { ledger, clock } = this.#options;
    if (baseVersion > 0) this.get(id);
    await saveVersioned(ledger, {
      what: `review ${id}`,
      current: () => ledger.query.review(id),
      baseVersion,
      event: (record) => {
        const review = { ...edit(plain(record)), version: baseVersion + 1 };
        const subject = `review:${id}`;
        return { atMs: clock.nowMs(), actor, subject, kind: 'review.saved', data: { review } };
      },
    });
    return this.get(id);
  }
}

/** The review itself, without what the read model adds. A draft that is made new does not look at it. */
function plain(record: ReviewRecord | undefined): Review {
  const {
    createdAtMs: _c,
    savedAtMs: _s,
    savedBy: _b,
    finishedAtMs: _f,
    ...review
  } = record ?? ({} as ReviewRecord);
  return review;
}
