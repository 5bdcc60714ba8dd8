export async function work(fetch: (count: number) => Promise<string[]>) {
  return fetch(3);
}
export const done = () => work(async () => []);
