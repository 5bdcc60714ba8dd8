// `npm test`: everything. Checks, unit and property tests, the simulator, then what needs real servers and a browser.
// Ends with a line `N passed, N failed` (and what was skipped), and exits 1 when anything failed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './checks.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files that failed before their first test. */
  readonly numFailedTestSuites: number;
}

const folder = mkdtempSync(join(tmpdir(), 'ounce-test-'));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };

const checks = await runChecks();
total.passed += checks.filter((check) => check.ok).length;
total.failed += checks.filter((check) => !check.ok).length;

for (const project of ['unit', 'integration']) {
  console.log(`\ntests: ${project}`);
  const counts = runProject(project);
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
}

rmSync(folder, { recursive: true });
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

function runProject(project: string): Counts {
  const file = join(folder, `${project}.json`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter',
    'default',
    '--reporter',
    'json',
    '--outputFile.json',
    file,
  ];
  const { status } = spawnSync('vitest', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
    const failed = Math.max(report.numFailedTests, status === 0 ? 0 : 1);
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
  } catch {
    console.error(`The ${project} tests left no report (exit ${status}).`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
