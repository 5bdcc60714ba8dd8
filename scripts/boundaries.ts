// Runs dependency-cruiser and refuses to be content with nothing: a check that saw no modules has failed.
import { spawnSync } from 'node:child_process';

const { stdout, stderr, status } = spawnSync(
  'depcruise',
  ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'packages', 'examples', 'bench'],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
if (!stdout) {
  console.error(stderr);
  process.exit(status || 1);
}
const { summary } = JSON.parse(stdout) as {
  summary: {
    totalCruised: number;
    violations: { rule: { name: string; severity: string }; from: string; to: string }[];
  };
};
for (const { rule, from, to } of summary.violations)
  console.error(`${rule.severity} ${rule.name}: ${from} -> ${to}`);
const leastModules = 40;
if (summary.totalCruised < leastModules) {
  console.error(
    `boundaries: only ${summary.totalCruised} modules were seen (expected ${leastModules} or more)`,
  );
  process.exit(1);
}
console.log(`boundaries: ${summary.totalCruised} modules, ${summary.violations.length} violations`);
process.exitCode = summary.violations.some(({ rule }) => rule.severity === 'error') ? 1 : 0;
