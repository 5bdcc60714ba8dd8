import { request } from 'node:http';

/**
 * `fetch` over a local socket, for texts, which the global one cannot: whoever may open the socket may ask, so that no
 * token has to be handed to every service.
 */
export function fetchOverSocket(socketPath: string): typeof fetch {
  return (input, init) =>
    new Promise((resolve, reject) => {
      const { pathname, search } = new URL(String(input));
      const headers = Object.fromEntries(new Headers(init?.headers));
      const signal = init?.signal ?? undefined;
      const { method = 'GET' } = init ?? {};
      const path = pathname + search;
      const asked = request({ socketPath, path, method, headers, ...(signal && { signal }) });
      asked.on('error', reject);
      asked.on('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('error', reject);
        answer.on('end', () => {
          const { statusCode: status = 0, headers: found } = answer;
          const etag = found.etag;
          const body = status === 304 || status === 204 ? null : text;
          resolve(new Response(body, { status, headers: etag === undefined ? {} : { etag } }));
        });
      });
      asked.end(typeof init?.body === 'string' ? init.body : undefined);
    });
}
