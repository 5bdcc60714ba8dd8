// Makes a checkout ready to run. Has no dependencies and runs on Node 20, because it is what brings Node 24.
// Called before every npm script; does nothing (in a few milliseconds) when all is fresh.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);

function run(what, command, args) {
  console.error(`setup: ${what}`);
  const bin = at('node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` };
  const { status, error, stderr } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status === 0) return;
  // npm's remarks about engines are beside the point: the Node that they ask for comes with this very install.
  console.error(
    stderr
      .split('\n')
      .filter((line) => !line.startsWith('npm warn'))
      .join('\n'),
  );
  console.error(`setup: "${[command, ...args].join(' ')}" failed (${error?.message ?? `exit ${status}`}).`);
  console.error('setup: mend what it says above, then run the same npm command again.');
  process.exit(1);
}

const modifiedMs = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** Newest modification time below a folder, in ms since the epoch. */
function newestMs(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return modifiedMs(path);
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

if (modifiedMs(at('package-lock.json')) > modifiedMs(at('node_modules', '.package-lock.json'))) {
  run('installing the dependencies (npm ci)', 'npm', ['ci']);
}

const consoleSource = Math.max(
  newestMs(at('packages', 'console', 'src')),
  modifiedMs(at('packages', 'console', 'index.html')),
  modifiedMs(at('packages', 'console', 'vite.config.ts')),
);
if (consoleSource > modifiedMs(at('packages', 'console', 'dist', 'index.html'))) {
  run('building the console', 'npm', ['run', 'build', '--workspace', '@ounce/console']);
}
