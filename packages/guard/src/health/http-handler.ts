import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Health } from './health.ts';

export interface HealthPaths {
  /** Default `/livez`. */
  readonly live?: string;
  /** Default `/readyz`. */
  readonly ready?: string;
  /** Default `/startupz`. */
  readonly startup?: string;
}

/** @returns whether the request was one of its own; then the answer is on its way. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse, next?: () => void) => boolean;

export function handlerOf(
  health: Health,
  { live = '/livez', ready = '/readyz', startup = '/startupz' }: HealthPaths = {},
): HttpHandler {
  const answers = new Map([
    [live, health.live],
    [ready, health.ready],
    [startup, health.startup],
  ]);
  return (request, response, next) => {
    const [path = ''] = (request.url ?? '').split('?');
    const ask = answers.get(path);
    if (!ask || (request.method !== 'GET' && request.method !== 'HEAD')) {
      next?.();
      return false;
    }
    void ask().then((found) => {
      const body = JSON.stringify(found);
      response.writeHead(found.status === 'up' ? 200 : 503, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'cache-control': 'no-store',
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    });
    return true;
  };
}
