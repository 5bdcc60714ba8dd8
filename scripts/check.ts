// `npm run check`: types, lint, boundaries, dead code, and the tests about the code. Prints one line each.
import { runChecks } from './checks.ts';

const results = await runChecks();
const failed = results.filter((result) => !result.ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
