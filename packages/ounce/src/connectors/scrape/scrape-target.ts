import type { Clock } from '../../ports/index.ts';
import { parseExposition, type SamplesByName } from './exposition.ts';
import { type GetOptions, httpGet } from './http-get.ts';

/** What one instance said. `gone` means that nobody listens there: it has stopped, or has not started yet. */
export type Scrape =
  | {
      readonly kind: 'samples';
      readonly samples: SamplesByName;
      readonly atMs: number;
      /** For durations. */
      readonly monotonicMs: number;
    }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly why: string };

export interface ScrapeTargetOptions extends GetOptions {
  readonly clock: Clock;
  readonly path: string;
  /** The metrics that anybody asks for. */
  readonly names: ReadonlySet<string>;
  readonly meter?: ((target: string, bytes: number, parseMs: number) => void) | undefined;
}

/** Reads one instance. Rejects only on abort. */
export async function scrapeTarget(target: string, options: ScrapeTargetOptions): Promise<Scrape> {
  const { clock, path, names, signal, meter } = options;
  try {
    const answer = await httpGet(new URL(target.replace(/\/+$/, '') + path), options);
    const { status, contentType, body } = answer;
    if (status !== 200) return failed(target, `it answered ${status}`);
    if (/html|json/.test(contentType))
      return failed(target, `it answered ${contentType}, which is no metrics`);
    const timestampUnitMs = contentType.includes('openmetrics') ? 1000 : 1;
    const answeredMs = clock.monotonicMs();
    const samples = parseExposition(body, { names, timestampUnitMs });
    const monotonicMs = clock.monotonicMs();
    meter?.(target, body.length, monotonicMs - answeredMs);
    return { kind: 'samples', samples, atMs: clock.nowMs(), monotonicMs };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return { kind: 'gone' };
    return failed(target, error instanceof Error ? error.message : String(error));
  }
}

function failed(target: string, why: string): Scrape {
  return { kind: 'failed', why: `${target} could not be read: ${why}` };
}
