import { z } from 'zod';
import type { KubernetesClient } from './client.ts';
import { statusOf } from './refusal.ts';

const itemsAPage = 500;
const restarts = 2;
const listMetadata = z.object({ continue: z.string().optional(), resourceVersion: z.string().default('') });

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** Of the list as a whole: from here on its changes can be watched. */
  readonly version: string;
}

/**
 * All items of a list, page by page. A list that expires under way (410) is begun anew: half of the old one and half of the
 * new one would show replicas twice, or not at all.
 */
export async function listAll<Item>(
  client: KubernetesClient,
  path: string,
  item: z.ZodType<Item>,
  signal: AbortSignal,
  query: Readonly<Record<string, string>> = {},
): Promise<Listed<Item>> {
  const page = z.object({ metadata: listMetadata, items: z.array(item) });
  for (let left = restarts; ; left--) {
    try {
      const found: Item[] = [];
      let next: string | undefined;
      let version = '';
      do {
        const search = new URLSearchParams({
          ...query,
          limit: String(itemsAPage),
          ...(next && { continue: next }),
        });
        const answer = await client.call({ method: 'GET', path: `${path}?${search}` }, page, signal);
        found.push(...answer.items);
        version ||= answer.metadata.resourceVersion;
        next = answer.metadata.continue || undefined;
      } while (next);
      return { items: found, version };
    } catch (error) {
      if (statusOf(error) !== 410 || left === 0) throw error;
    }
  }
}
