import { isOunceError } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Issue, IssueTracker } from './issue-tracker.ts';

export interface IssueTrackerHarness {
  readonly tracker: IssueTracker;
  /** From now on it refuses everything; for good, or so that a later try can help. */
  refuse(how: 'for good' | 'for the moment'): void;
  close(): Promise<void>;
}

const draft = {
  title: 'Zürich: a <title>',
  body: '- [ ] one\n- [x] two\n',
  labels: ['ounce', 'P0'],
  assignees: ['ada'],
};

/** What every IssueTracker promises. `make` gives a fresh one, without issues, for each test. */
export function issueTrackerContract(make: () => Promise<IssueTrackerHarness>): void {
  describe('IssueTracker', () => {
    let harness: IssueTrackerHarness;
    const { signal } = new AbortController();
    const all = async (label: string) => {
      const issues: Issue[] = [];
      for await (const issue of harness.tracker.issues(label, signal)) issues.push(issue);
      return issues;
    };

    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    it('gives back what it was given', async () => {
      const made = await harness.tracker.create(draft, signal);
      expect(made).toMatchObject({ ...draft, open: true, key: expect.any(String), url: expect.any(String) });
      expect(await all('ounce')).toEqual([made]);
    });

    it('changes what is named and leaves the rest', async () => {
      const made = await harness.tracker.create(draft, signal);
      const closed = await harness.tracker.update(made.key, { open: false, labels: ['ounce'] }, signal);
      expect(closed).toEqual({ ...made, open: false, labels: ['ounce'] });
      expect(await harness.tracker.update(made.key, { open: true }, signal)).toMatchObject({ open: true });
    });

    it('lists every issue of a label, open and closed, however many, and no other', async () => {
      const made: Issue[] = [];
      for (let at = 0; at < 130; at += 1)
        made.push(await harness.tracker.create({ ...draft, title: `issue ${at}` }, signal));
      await harness.tracker.update(made[3]!.key, { open: false }, signal);
      await harness.tracker.create({ ...draft, labels: ['other'] }, signal);
      const found = await all('ounce');
      expect(found.map(({ title }) => title).sort()).toEqual(made.map(({ title }) => title).sort());
      expect(found.filter(({ open }) => !open).map(({ key }) => key)).toEqual([made[3]!.key]);
    });

    it.each([
      { how: 'for good', retry: false },
      { how: 'for the moment', retry: true },
    ] as const)('says retry: $retry when it is refused $how', async ({ how, retry }) => {
      harness.refuse(how);
      const error = await harness.tracker.create(draft, signal).catch((thrown: unknown) => thrown);
      expect(isOunceError(error) && { code: error.code, retry: error.retry }).toEqual({
        ...{ code: 'OUNCE_E_ISSUE_TRACKER', retry },
      });
    });

    it('rejects with the reason when it is aborted', async () => {
      const reason = new Error('the governor stops');
      await expect(harness.tracker.create(draft, AbortSignal.abort(reason))).rejects.toBe(reason);
    });
  });
}
