export { makeReport } from './make-report.ts';
export { isTimeZone, periodAt, periodBefore, periodOf } from './period.ts';
export { type CadenceSettings, issueDue } from './schedule.ts';
export { reportBody, reportToHtml } from './to-html.ts';
export { reportToMarkdown } from './to-markdown.ts';
export type { ReportWorld } from './world.ts';
