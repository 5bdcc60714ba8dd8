export { type Backfill, backfill } from './backfill.ts';
export { ratesOf } from './counter-rates.ts';
export type { Coverage, History, Span } from './history.ts';
export type { HourSummary } from './hour-block.ts';
export { openHistory } from './open-history.ts';
export { readCsv } from './read-csv.ts';
export { readLoadTest } from './read-load-test.ts';
export { recordedViews } from './recorded-views.ts';
export { type ReplayReport, replayViews } from './replay-views.ts';
