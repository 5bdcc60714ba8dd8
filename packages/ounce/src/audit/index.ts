export { type AuditReport, audit } from './audit.ts';
export { compare, readBaseline, writeBaseline } from './baseline.ts';
export type { GroupChoice } from './groups.ts';
export { toSarif } from './sarif.ts';
export { coverageLines, toText, verdictLines } from './text.ts';
