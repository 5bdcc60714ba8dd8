import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const candidates = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];
/** Where Debian's package and others put it; undefined when it is not installed. */
export const natsBinary = candidates.find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

export interface NatsServer {
  /** For `connect({ servers })`. */
  readonly address: string;
  close(): Promise<void>;
}

/** A real nats-server with JetStream on a free port of 127.0.0.1, its store in a folder of its own. */
export async function startNats(): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'guard-nats-'));
  const args = [
    '-a',
    '127.0.0.1',
    '-p',
    '-1',
    '-js',
    '-sd',
    join(folder, 'store'),
    '--ports_file_dir',
    folder,
  ];
  const server = spawn(natsBinary!, args, { stdio: 'ignore' });
  const exited = once(server, 'exit');
  const close = async () => {
    server.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  for (const giveUpMs = performance.now() + 60_000; ; await sleep(50)) {
    const address = addressIn(folder);
    if (address) return { address, close };
    if (performance.now() < giveUpMs && server.exitCode === null) continue;
    await close();
    throw new Error('nats-server did not begin to listen within a minute');
  }
}

/** What the server has written about where it listens: `{"nats":["nats://127.0.0.1:4222"]}`. */
function addressIn(folder: string): string | undefined {
  const file = readdirSync(folder).find((name) => name.endsWith('.ports'));
  if (!file) return undefined;
  try {
    const { nats } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { nats: string[] };
    return nats[0]?.replace('nats://', '');
  } catch {
    return undefined;
  }
}
