import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./fixtures/governor.ts', import.meta.url));

/** A governor as a process of its own, and what it has said so far. */
export class GovernorProcess {
  readonly sentences: string[] = [];
  readonly #child: ChildProcess;
  readonly #socket: string;
  readonly #ended: Promise<unknown>;
  readonly up: Promise<void>;
  #errors = '';

  constructor(folder: string, stateFolder: string) {
    this.#child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#socket = join(stateFolder, 'governor.sock');
    this.#ended = once(this.#child, 'exit');
    this.#child.stderr?.on('data', (text) => {
      this.#errors += text;
    });
    this.up = new Promise((resolve, reject) => {
      createInterface(this.#child.stdout!).on('line', (line) => {
        this.sentences.push(line);
        if (line === 'up') resolve();
      });
      this.#ended.then(() => reject(new Error(`the governor ended: ${this.#errors}`)));
    });
    this.up.catch(() => {});
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Rejects, with what it said, when it was asked to end (SIGTERM) and did not end well. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
    if (signal === 'SIGTERM' && this.#child.exitCode !== 0)
      throw new Error(
        `the governor ended with ${this.#child.exitCode ?? this.#child.signalCode}: ${this.#errors}`,
      );
  }

  /** Over the local socket; rejects when the governor is gone before it has answered. */
  async call<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const sent = request({
      socketPath: this.#socket,
      method,
      path,
      headers: { 'content-type': 'application/json' },
    });
    sent.end(body && JSON.stringify(body));
    const [response] = await once(sent, 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${text}`);
    return JSON.parse(text) as Answer;
  }
}
