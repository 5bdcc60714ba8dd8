import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface GetOptions {
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal;
}

/** Plain text first: it is the cheaper one to read. */
const accept = 'text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1';

/**
 * One GET on a connection of its own: an idle one that is kept may be closed by the instance at the very moment that
 * it is used again, and on a local network a new one is cheap. (`fetch` is not used: it refuses a list of ports.)
 */
export async function httpGet(url: URL, { timeoutMs, maxBodyBytes, signal }: GetOptions): Promise<Answer> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const get = url.protocol === 'https:' ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, signal: either, headers: { accept } }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes <= maxBodyBytes) return;
        reject(new Error(`the answer is longer than ${maxBodyBytes} bytes`));
        request.destroy();
      });
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
      response.on('close', () => {
        if (!response.complete) reject(new Error('the answer was cut off'));
      });
    });
    request.on('error', (error) => {
      reject(either.aborted && !signal.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error);
    });
  });
}
