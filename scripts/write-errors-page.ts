// Writes docs/errors.md from the catalogue. A test fails when the page and the catalogue differ.
import { writeFileSync } from 'node:fs';
import { errorCatalogue } from '@ounce/core';

const rows = Object.entries(errorCatalogue)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([code, { means, mend }]) => `| \`${code}\` | ${means} | ${mend} |`);

writeFileSync(
  'docs/errors.md',
  `# Errors

Every error has a code, a sentence that names what and where, and what to do. Commands print those three and never a stack
(\`--debug\` adds it); the API answers \`{ code, message, mend }\`. This page is written from the catalogue in
\`packages/core/src/errors.ts\` by \`node scripts/write-errors-page.ts\`.

| code | means | what to do |
|---|---|---|
${rows.join('\n')}
`,
);
