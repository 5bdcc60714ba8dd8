export { roadmapToCsv } from './csv.ts';
export { importRoadmap } from './import-csv.ts';
export { type IssueSync, type IssueSyncOptions, importIssues, syncIssues } from './issues/sync.ts';
export type { RoadmapRow } from './marks.ts';
export { roadmapOf, wholeRoadmap } from './roadmap.ts';
