// `npm test`: everything. Checks, unit and property tests, the simulator, then what needs real servers and a browser.
// Ends with what failed, a line each, and a line `N passed, N failed` (and what was skipped); exits 1 when anything failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './checks.ts';
import { summaryFileVariable, type TestSummary } from './summary-reporter.ts';

const folder = mkdtempSync(join(tmpdir(), 'ounce-test-'));
const summaries = [await check(), ...['unit', 'integration'].map((project) => runProject(project))];
rmSync(folder, { recursive: true });

const failures = summaries.flatMap((summary) => summary.failures);
const sum = (key: 'passed' | 'skipped'): number =>
  summaries.reduce((total, summary) => total + summary[key], 0);
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`\n${sum('passed')} passed, ${failures.length} failed, ${sum('skipped')} skipped`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function check(): Promise<TestSummary> {
  const results = await runChecks();
  const failed = results.filter(({ ok }) => !ok);
  return {
    passed: results.length - failed.length,
    skipped: 0,
    failures: failed.map(({ name }) => `check: ${name}`),
  };
}

/** A runner that dies after its last test says nothing about the tests: the project is run again, once, as a whole. */
function runProject(project: string, isAgain = false): TestSummary {
  console.log(`\ntests: ${project}`);
  const file = join(folder, `${project}.json`);
  const reporters = ['--reporter', 'default', '--reporter', './scripts/summary-reporter.ts'];
  const { status, signal } = spawnSync('vitest', ['run', '--project', project, ...reporters], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, [summaryFileVariable]: file },
  });
  const summary = readSummary(file);
  if (summary && (status === 0 || summary.failures.length > 0)) return summary;
  const ended = `the ${project} tests ended with ${signal ?? `exit code ${status}`}, and no failure was told`;
  if (isAgain) return { passed: 0, skipped: 0, failures: [ended] };
  console.log(`${ended}: run again`);
  return runProject(project, true);
}

function readSummary(file: string): TestSummary | undefined {
  if (!existsSync(file)) return undefined;
  const summary = JSON.parse(readFileSync(file, 'utf8')) as TestSummary;
  rmSync(file);
  return summary;
}
