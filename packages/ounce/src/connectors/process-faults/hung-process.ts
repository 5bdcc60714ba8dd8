import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import type { RunningInstance } from './instances.ts';

const watchdog = join(import.meta.dirname, `watchdog${extname(import.meta.filename)}`);

/** A process that is stopped for as long as its watchdog is renewed. */
export class HungProcess {
  readonly #child: ChildProcess;
  readonly #over: Promise<unknown>;
  readonly pid: number;

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child;
    this.pid = pid;
    this.#over = once(child, 'exit');
    child.stdin?.on('error', () => {});
    child.unref();
  }

  /** Resolves when the process is stopped. */
  static async begin(
    { pid, startTime }: RunningInstance,
    { leaseMs, endsInMs }: { readonly leaseMs: number; readonly endsInMs: number },
  ): Promise<HungProcess> {
    const args = [watchdog, pid, startTime, leaseMs, endsInMs].map(String);
    // A group of its own: Ctrl-C on a terminal must not end it before it has let go.
    const child = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
    const hung = new HungProcess(child, pid);
    await Promise.race([once(child.stdout!, 'data'), hung.#over]);
    child.stdout?.destroy();
    return hung;
  }

  renew(): void {
    this.#child.stdin?.write('renew\n');
  }

  /** Resolves when the process goes on. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.stdin?.end();
    await this.#over;
  }
}
