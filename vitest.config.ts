import { defineConfig } from 'vitest/config';

const unit = [
  'packages/*/src/**/*.test.{ts,tsx}',
  'examples/*/src/**/*.test.ts',
  'bench/**/*.test.ts',
  'scripts/**/*.test.ts',
];
const setupFiles = ['./test/property-seed.ts'];
const long = { testTimeout: 300_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // Two cores: more workers only make each other late.
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: unit, setupFiles, testTimeout: 60_000 } },
      { test: { name: 'tidy', include: ['test/tidy/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'integration',
          include: [
            '{packages,examples}/*/test/integration/**/*.test.ts',
            'test/{integration,browser}/**/*.test.ts',
          ],
          setupFiles,
          fileParallelism: false,
          ...long,
        },
      },
    ],
  },
});
