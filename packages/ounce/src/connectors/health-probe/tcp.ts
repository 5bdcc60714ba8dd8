import { connect } from 'node:net';
import type { ProbeAnswer } from '../../ports/index.ts';
import { noAnswer, sayFailure } from './say.ts';

/** Up when a connection is accepted. A hung process still accepts (its kernel does): prefer HTTP where there is a choice. */
export function probeTcp(url: URL, timeoutMs: number, signal: AbortSignal): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const over = () => {
      socket.destroy();
      if (signal.aborted) reject(signal.reason);
      else resolve(noAnswer(timeoutMs));
    };
    bounded.addEventListener('abort', over, { once: true });
    const end = (answer: ProbeAnswer) => {
      bounded.removeEventListener('abort', over);
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => end({ kind: 'up' }));
    socket.on('error', (error) => end({ kind: 'down', why: sayFailure(error), unresponsive: false }));
  });
}
