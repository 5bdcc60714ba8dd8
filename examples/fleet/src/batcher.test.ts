import { describe, expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';

describe('createBatcher', () => {
  it('carries what arrives during a flush in the next one, and answers each item with its own result', async () => {
    const batches: number[][] = [];
    const release: (() => void)[] = [];
    const batcher = createBatcher<number, number>(async (items) => {
      batches.push(items);
      await new Promise<void>((resolve) => release.push(resolve));
      return items.map((item) => item * 10);
    }, 2);

    const first = batcher.add(1);
    await new Promise((resolve) => setImmediate(resolve));
    const rest = [batcher.add(2), batcher.add(3), batcher.add(4)];
    for (let flushed = 0; flushed < 3; flushed += 1) {
      while (release.length === 0) await new Promise((resolve) => setImmediate(resolve));
      release.shift()?.();
    }

    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40]);
    expect(batches).toEqual([[1], [2, 3], [4]]);
  });

  it('rejects only the items of the batch that failed, and goes on', async () => {
    const batcher = createBatcher<string, string>(async (items) => {
      if (items.includes('bad')) throw new Error('refused');
      return items;
    }, 1);
    const results = await Promise.allSettled(['a', 'bad', 'b'].map((item) => batcher.add(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('is idle once everything has left', async () => {
    let flushed = 0;
    const batcher = createBatcher<number, number>(async (items) => {
      await new Promise((resolve) => setImmediate(resolve));
      flushed += items.length;
      return items;
    }, 10);
    void batcher.add(1);
    void batcher.add(2);
    await batcher.idle();
    expect(flushed).toBe(2);
    await batcher.idle();
  });
});
