import type { ServerResponse } from 'node:http';
import type { Seen } from './api-server.ts';
import type { Any, Cluster } from './cluster.ts';
import { isChosen } from './label-choice.ts';

/** Streams what changes, as the API does: one event a line, until the time is over or the version is too old. */
export function serveWatch(
  cluster: Cluster,
  plural: string,
  { query }: Seen,
  response: ServerResponse,
): void {
  let version = Number(query.get('resourceVersion'));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const say = (type: string, object: Any) => response.write(`${JSON.stringify({ type, object })}\n`);
  const end = () => {
    cluster.followers.delete(more);
    clearTimeout(over);
    response.end();
  };
  const more = () => {
    const changes = cluster.changesSince(version, plural);
    if (!changes) {
      const gone = {
        kind: 'Status',
        status: 'Failure',
        reason: 'Expired',
        code: 410,
        message: 'too old resource version',
      };
      say('ERROR', { apiVersion: 'v1', metadata: {}, ...gone });
      return end();
    }
    for (const { type, object } of changes)
      if (isChosen(object, query.get('labelSelector'))) say(type, object);
    version = changes.at(-1)?.version ?? version;
  };
  const over = setTimeout(
    () => {
      say('BOOKMARK', { metadata: { resourceVersion: String(cluster.version) } });
      end();
    },
    Number(query.get('timeoutSeconds')) * 1_000,
  );
  cluster.followers.add(more);
  response.on('close', end);
  more();
}
