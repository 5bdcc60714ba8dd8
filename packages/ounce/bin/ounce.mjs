#!/usr/bin/env node
// Plain JavaScript that also an old Node can read: it says which Node is needed, or goes on with the one npm brought.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  // Halves the time to the first line; it is kept in the system's temporary folder.
  module.enableCompileCache?.();
  const { main } = await import('../src/cli/main.ts');
  await main(process.argv);
} else {
  const brought = ['../../../node_modules/node/bin/node', '../../node/bin/node']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (!brought) {
    console.error(
      `OUNCE_E_NODE_VERSION: Ounce needs Node.js 22.18 or later; this is ${process.versions.node}.`,
    );
    console.error('What to do: install a newer Node.js, or run `npm install node@24` here and use npx.');
    process.exit(2);
  }
  const child = spawn(brought, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    // What a config starts with `node` must find the same one.
    env: {
      ...process.env,
      PATH: [dirname(brought), process.env.PATH].join(delimiter),
      OUNCE_LAUNCHER: String(process.pid),
    },
  });
  // A terminal sends Ctrl-C to both by itself; everything else is passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
