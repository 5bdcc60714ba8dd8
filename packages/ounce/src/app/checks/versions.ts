import { errorCatalogue } from '@ounce/core';
import { type Finding, well, wrong } from '../finding.ts';

/** The oldest Node.js that runs TypeScript as it is; `engines` in package.json says the same. */
const least = { major: 22, minor: 18 };

export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > least.major || (major === least.major && minor >= least.minor);
  return isNew
    ? well('Node.js', version)
    : wrong('Node.js', `${version} is too old`, errorCatalogue.OUNCE_E_NODE_VERSION.mend);
}
