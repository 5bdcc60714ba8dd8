import { createServer } from 'node:https';
import { Readable } from 'node:stream';
const store = new Map<string, { get(): string; query(): string; send(): void }>();
export const a = store.get('a')?.query();
export const b = store.get('b')?.get();
store.get('c')?.send();
const params = new URLSearchParams('a=b');
export const c = params.get('a');
const lru = { fetch: async (key: string) => key, get: (key: string) => key };
export const d = await lru.fetch('k');
const cache = await caches.open('v1');
export const e = await cache.match('/a');
const socket = { connect: () => {}, publish: () => {}, subscribe: () => {} };
socket.connect();
socket.publish();
socket.subscribe();
const [first] = [1, 2, 3].find((one) => one > 1) ? [{ request: () => 1 }] : [];
export const f = first?.request();
export const server = createServer({}, (_, response) => Readable.from(['a']).pipe(response));
export class Redis {
  get = (key: string) => key;
}
export const g = new Redis().get('k');
export const h = ((axios: { post: () => number }) => axios.post())({ post: () => 1 });
interface FetchLike {
  (url: string): string;
}
export const i = (fetch: FetchLike) => fetch('k');
export const j = { query: () => 1 }.query();
export type { Pool } from 'pg';
