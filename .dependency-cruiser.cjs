/** Who may know whom (docs/architecture.md). A part may import itself and what `allow` lists; nothing else in this repository. */
const parts = {
  'packages/core': [],
  'packages/guard': [],
  'packages/ounce/src/ports': ['packages/core'],
  'packages/ounce/src/connectors': ['packages/core', 'packages/ounce/src/ports'],
  'packages/ounce/src/audit': ['packages/core'],
  'packages/ounce/src/ledger': ['packages/core', 'packages/ounce/src/ports'],
  'packages/ounce/src/governor': ['packages/core', 'packages/ounce/src/ports', 'packages/ounce/src/ledger'],
  'packages/ounce/src/experiments': [
    'packages/core',
    'packages/ounce/src/ports',
    'packages/ounce/src/ledger',
  ],
  'packages/ounce/src/history': ['packages/core', 'packages/ounce/src/ports'],
  'packages/ounce/src/capacity': [
    'packages/core',
    'packages/ounce/src/ports',
    'packages/ounce/src/ledger',
    'packages/ounce/src/history',
  ],
  'packages/ounce/src/scaling': ['packages/core', 'packages/ounce/src/ports', 'packages/ounce/src/history'],
  'packages/ounce/src/monitoring': [
    'packages/core',
    'packages/ounce/src/ports',
    'packages/ounce/src/ledger',
    'packages/ounce/src/history',
  ],
  'packages/ounce/src/prevention': ['packages/core', 'packages/ounce/src/ports', 'packages/ounce/src/ledger'],
  'packages/ounce/src/simulator': [
    'packages/core',
    'packages/ounce/src/ports',
    'packages/ounce/src/ledger',
    'packages/ounce/src/governor',
    'packages/ounce/src/experiments',
    // In memory only, and what every simulated run keeps its evidence in.
    'packages/ounce/src/connectors/memory-journal',
  ],
  'packages/ounce/src/demo-data': [
    'packages/core',
    'packages/ounce/src/ports',
    'packages/ounce/src/ledger',
    'packages/ounce/src/governor',
    'packages/ounce/src/experiments',
    'packages/ounce/src/simulator',
    'packages/ounce/src/prevention',
    'packages/ounce/src/connectors/memory-journal',
  ],
  'packages/console': ['packages/ounce/src/api/types', 'packages/core/src/model'],
  'examples/fleet': ['packages/guard'],
};

const tests = '(\\.test\\.ts|\\.contract\\.ts|/test/|/test-[a-z-]+\\.ts$)';

module.exports = {
  forbidden: [
    ...Object.entries(parts).map(([part, allow]) => ({
      name: `${part.replaceAll('/', '-')}-knows-only-its-own`,
      severity: 'error',
      from: { path: `^${part}/`, pathNot: tests },
      to: { path: '^(packages|examples|bench)/', pathNot: `^(${[part, ...allow].join('|')})` },
    })),
    {
      name: 'connectors-never-know-each-other',
      severity: 'error',
      from: { path: '^packages/ounce/src/connectors/([^/]+)/', pathNot: tests },
      to: { path: '^packages/ounce/src/connectors/', pathNot: '^packages/ounce/src/connectors/$1/' },
    },
    {
      name: 'controls-know-each-other-by-their-index-alone',
      severity: 'error',
      from: { path: '^packages/core/src/controls/([^/]+/[^/]+)/' },
      to: {
        path: '^packages/core/src/controls/[^/]+/[^/]+/',
        pathNot: '^packages/core/src/controls/($1/|[^/]+/[^/]+/index\\.ts$)',
      },
    },
    {
      name: 'core-and-guard-have-no-dependencies',
      severity: 'error',
      from: { path: '^packages/(core|guard)/src', pathNot: tests },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^packages/core/src', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'dist'] },
    exclude: { path: ['/dist/', '/fixtures/', '/corpus/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
