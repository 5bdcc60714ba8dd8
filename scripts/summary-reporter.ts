// Keeps what a run of Vitest came to, for `npm test`: counts, and each failure in a line of its own.
// Errors outside any test count too: Vitest fails a run for them, but its JSON report leaves them out.
import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** Reporters named on the command line take no options: this environment variable names the file to write. */
export const summaryFileVariable = 'TEST_SUMMARY_FILE';

export interface TestSummary {
  readonly passed: number;
  readonly skipped: number;
  /** One line each: a test and its first error, a file that could not be read, or an error outside any test. */
  readonly failures: readonly string[];
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

const failedTest = (test: TestCase): string =>
  `${test.module.relativeModuleId} > ${test.fullName}: ${firstLine(test.result().errors?.[0]?.message ?? 'no error given')}`;

const failedFile = (module: TestModule): string[] =>
  module.errors().map((error) => `${module.relativeModuleId}: ${firstLine(error.message)}`);

const outsideTests = (error: SerializedError): string =>
  `outside any test: ${error.stack ?? error.message}`.split('\n').slice(0, 6).join('\n    ');

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
    const summary: TestSummary = {
      passed: inState('passed').length,
      skipped: inState('skipped').length,
      failures: [
        ...inState('failed').map(failedTest),
        ...modules.flatMap(failedFile),
        ...errors.map(outsideTests),
      ],
    };
    writeFileSync(process.env[summaryFileVariable] ?? 'test-summary.json', JSON.stringify(summary));
  }
}
