import { isOunceError } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { type GithubOptions, githubIssues } from '../../../src/connectors/github-issues/index.ts';
import { issueTrackerContract } from '../../../src/ports/issue-tracker.contract.ts';
import { type GithubStandIn, githubStandIn } from './github-stand-in.ts';

const { signal } = new AbortController();
const draft = { title: 'one', body: '', labels: ['ounce'], assignees: [] };

/** Waits are written down instead of waited for. */
function optionsOf({ url }: GithubStandIn, waits: number[] = []): GithubOptions {
  const clock = {
    ...systemClock(),
    sleep: async (ms: number) => {
      waits.push(ms);
    },
  };
  return { clock, url, repository: 'octo/shop', token: 'a-token' };
}

issueTrackerContract(async () => {
  const standIn = await githubStandIn();
  return {
    tracker: githubIssues(optionsOf(standIn)),
    refuse: (how) => standIn.always({ status: how === 'for good' ? 422 : 503 }),
    close: async () => {
      await standIn.close();
      expect(standIn.faults).toEqual([]);
    },
  };
});

describe('the GitHub connector', () => {
  let standIn: GithubStandIn;
  beforeEach(async () => {
    standIn = await githubStandIn();
  });
  afterEach(() => standIn.close());

  const failure = async (work: Promise<unknown>) => {
    const error = await work.catch((thrown: unknown) => thrown);
    return isOunceError(error) ? error : new Error('no error');
  };

  test.each([
    ['403 with Retry-After', { status: 403, headers: { 'retry-after': '7' } }, 7_000],
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '3' } }, 3_000],
  ])('waits for a rate limit (%s), also before it creates', async (_, refusal, waitMs) => {
    const waits: number[] = [];
    standIn.next(refusal);
    await githubIssues(optionsOf(standIn, waits)).create(draft, signal);
    expect([waits, standIn.issues.length]).toEqual([[waitMs], 1]);
  });

  test('waits until the primary limit is lifted, and gives up when that is too long, saying when', async () => {
    const [waits, options] = [[] as number[], { longestWaitMs: 60_000 }];
    const reset = (seconds: number) => String(Math.ceil(systemClock().nowMs() / 1_000) + seconds);
    const limited = (seconds: number) => ({
      ...{ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset(seconds) } },
    });
    const tracker = githubIssues({ ...optionsOf(standIn, waits), ...options });
    standIn.next(limited(20));
    await tracker.create(draft, signal);
    expect(waits[0]).toBeGreaterThan(10_000);
    standIn.next(limited(3_000));
    const error = await failure(tracker.create(draft, signal));
    expect(error).toMatchObject({
      retry: true,
      message: expect.stringMatching(/403.*asked again in \d{4} s/),
    });
  });

  test('does not take every 403 for a limit', async () => {
    standIn.next({ status: 403, message: 'Resource not accessible by personal access token' });
    const error = await failure(githubIssues(optionsOf(standIn)).create(draft, signal));
    expect(error).toMatchObject({ retry: false, message: expect.stringContaining('not accessible') });
  });

  test('asks again after a 5xx, but never creates twice', async () => {
    const tracker = githubIssues(optionsOf(standIn));
    const made = await tracker.create(draft, signal);
    standIn.next({ status: 502 }, { status: 503 });
    expect(await tracker.update(made.key, { title: 'two' }, signal)).toMatchObject({ title: 'two' });
    standIn.next({ status: 502 });
    expect(await failure(tracker.create(draft, signal))).toMatchObject({ retry: true });
    expect(standIn.issues).toHaveLength(1);
  });

  test('sends its token nowhere else, whatever a Link header says', async () => {
    const elsewhere = await githubStandIn();
    standIn.always({ status: 200, headers: { link: `<${elsewhere.url}/steal>; rel="next"` } });
    const found = githubIssues(optionsOf(standIn)).issues('ounce', signal)[Symbol.asyncIterator]();
    await found.next().catch(() => {});
    await elsewhere.close();
    expect(elsewhere.requests).toEqual([]);
  });
});
