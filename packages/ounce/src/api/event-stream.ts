import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../ports/index.ts';

/** A slow reader may lag by this much before it is let go; it connects again and gets the newest state. */
const maxBufferedBytes = 1 << 20;

/** Sends an event now and every `everyMs`, until the client goes or an event says that it is the last. */
export async function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  options: { clock: Clock; everyMs: number; next: () => { event: string; data: unknown; last?: boolean } },
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  const gone = new AbortController();
  raw.on('close', () => gone.abort(new Error('the client has gone')));
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  try {
    while (!gone.signal.aborted) {
      const { event, data, last } = options.next();
      raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      if (last || raw.writableLength > maxBufferedBytes) break;
      await options.clock.sleep(options.everyMs, gone.signal).catch(() => {});
    }
  } catch (error) {
    request.log.error(error);
  } finally {
    raw.end();
  }
}
