export async function load({ send = globalThis.fetch, url = 'http://users' }: { send?: typeof fetch; url?: string } = {}) {
  return send(url); // call: fetch
}
