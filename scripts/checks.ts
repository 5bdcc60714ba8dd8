import { spawnSync } from 'node:child_process';

/** Each check is one command that exits 0 when all is well. */
const checks: readonly { name: string; command: readonly string[] }[] = [
  { name: 'types: core (pure, no platform)', command: ['tsc', '-p', 'packages/core'] },
  { name: 'types: everything on Node', command: ['tsc', '-p', '.'] },
  { name: 'types: console', command: ['tsc', '-p', 'packages/console'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'boundaries', command: ['node', 'scripts/boundaries.ts'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  { name: 'tests about the code', command: ['vitest', 'run', '--project', 'tidy'] },
];

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
}

/** Runs every check, printing one line each and the output of those that fail. */
export async function runChecks(): Promise<CheckResult[]> {
  return checks.map(({ name, command: [command, ...args] }) => {
    const startedMs = performance.now();
    const { status, stdout, stderr } = spawnSync(command ?? '', args, { encoding: 'utf8' });
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    const ok = status === 0;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
    if (!ok) console.log(`${stdout}${stderr}`);
    return { name, ok };
  });
}
