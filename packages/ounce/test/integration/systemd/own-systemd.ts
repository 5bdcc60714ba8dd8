import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface OwnSystemd {
  /** How systemctl reaches it. */
  readonly command: readonly string[];
  /** How `systemctl --user` reaches the manager of an ordinary user, which knows the same units. */
  readonly userCommand: readonly string[];
  systemctl(...args: readonly string[]): Promise<string>;
  userSystemctl(...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

const manager = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].find(existsSync);

/** Why a systemd of one's own cannot be started here; undefined where it can. */
export function whyNone(): string | undefined {
  if (process.platform !== 'linux') return 'systemd runs on Linux only';
  if (!manager) return 'the package systemd is not installed';
  if (process.getuid?.() !== 0) return 'only root may make the namespaces for it';
  return cgroupFolder() ? undefined : 'there is no cgroup2 file system';
}

/**
 * A real systemd as process 1 of its own pid, mount and cgroup namespaces. It knows only the units given here: none of the
 * machine's own, which would clean /tmp and set kernel parameters. All it mounts is gone with it.
 */
export async function ownSystemd(units: Readonly<Record<string, string>>): Promise<OwnSystemd> {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-systemd-'));
  chmodSync(folder, 0o755);
  for (const [name, text] of Object.entries({ ...standard, ...units, [userUnit]: userManager(folder) }))
    writeFileSync(join(folder, name), text);
  const cgroup = `${cgroupFolder()}/ounce-systemd-${process.pid}-${Date.now()}`;
  const script = `
    set -e
    mkdir "${cgroup}" && echo $$ > "${cgroup}/cgroup.procs"
    exec unshare --cgroup --pid --fork --mount --kill-child=SIGKILL --mount-proc sh -ec '
      mount -t tmpfs tmpfs /run
      umount -R /sys/fs/cgroup
      mount -t cgroup2 cgroup2 /sys/fs/cgroup
      SYSTEMD_UNIT_PATH=${folder} exec ${manager} --system --log-target=console --unit=ounce.target'
  `;
  const child = spawn('sh', ['-c', script], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, container: 'ounce' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    await removeGroups(cgroup);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const enter = ['nsenter', '-t', await firstChildOf(child.pid!), '-m', '-p'];
    const command = [...enter, 'systemctl'];
    const asUser = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
    const userCommand = [...enter, ...asUser, 'env', `XDG_RUNTIME_DIR=${runtimeFolder}`, 'systemctl'];
    const runner =
      ([program = '', ...first]: readonly string[]) =>
      async (...args: readonly string[]) =>
        (await run(program, [...first, ...args])).stdout;
    const systemctl = runner(command);
    const userSystemctl = runner([...userCommand, '--user']);
    await eventually(async () => (await systemctl('is-active', 'ounce.target')).trim() === 'active');
    await systemctl('start', userUnit);
    return { command, userCommand, systemctl, userSystemctl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const unit = (text: string) => `[Unit]\nDefaultDependencies=no\n${text}`;
const standard = {
  'ounce.target': unit('Description=Nothing but what a test starts\n'),
  'basic.target': unit(''),
  'sysinit.target': unit(''),
  'shutdown.target': unit(''),
};

/** `nobody` of most distributions; any user that is not root does. */
const user = 65534;
const runtimeFolder = '/run/ounce-user';
const userUnit = 'ounce-user.service';

/** The manager of an ordinary user, as logind starts it at a login. */
const userManager = (folder: string) => `${unit('')}
[Service]
Type=notify
User=${user}
RuntimeDirectory=ounce-user
Environment=XDG_RUNTIME_DIR=${runtimeFolder} SYSTEMD_UNIT_PATH=${folder}
ExecStart=${manager} --user --log-target=console --unit=ounce.target
Delegate=yes
KillMode=mixed
`;

function cgroupFolder(): string | undefined {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return mounts.find((line) => / - cgroup2 /.test(line))?.split(' ')[4];
}

function firstChildOf(pid: number): Promise<string> {
  return eventually(async () => {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const child = children[0];
    // Before it has become systemd, its mounts are not there yet.
    return child && readFileSync(`/proc/${child}/comm`, 'utf8').startsWith('systemd') ? child : undefined;
  });
}

async function removeGroups(folder: string): Promise<void> {
  await eventually(async () => {
    await run('find', [folder, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']).catch(() => {});
    return !existsSync(folder);
  });
}

async function eventually<Result>(attempt: () => Promise<Result | undefined>): Promise<Result> {
  let last: unknown = new Error('it never came true');
  for (let tries = 0; tries < 400; tries++) {
    try {
      const result = await attempt();
      if (result) return result;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw last;
}
