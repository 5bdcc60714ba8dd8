import type { Report, ReportPlot, ReportSection, ReportTable } from '@ounce/core';

/** GitHub's Markdown; plots as bars of text. */
export function reportToMarkdown(report: Report): string {
  const { title, period, coverage, madeAtMs } = report;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const blocks = [
    `# ${title}`,
    `${day(period.startMs)} to ${day(period.endMs - 1)} (${period.timeZone}), made ${new Date(madeAtMs).toISOString().slice(0, 16)} UTC.`,
    '## What it rests on',
    list(coverage),
    ...report.sections.flatMap(sectionBlocks),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function sectionBlocks({ title, says, table, plot }: ReportSection): string[] {
  return [`## ${title}`, list(says), plot ? bars(plot) : '', table ? tableText(table) : ''];
}

const list = (items: readonly string[]) => items.map((item) => `- ${inline(item)}`).join('\n');

function tableText({ head, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

const cell = (text: string) => inline(text).replaceAll('|', '\\|');
/** Texts of people stand in one line and are no markup. */
const inline = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[<>*_`[\]]/g, (letter) => `\\${letter}`);

const widest = 40;

function bars({ title, points }: ReportPlot): string {
  const most = Math.max(1, ...points.map(({ value }) => value ?? 0));
  const lines = points.map(({ label, value }) =>
    value === null
      ? `${label}  not yet`
      : `${label}  ${'█'.repeat(Math.round((widest * value) / most))} ${value}`,
  );
  return `${inline(title)}:\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\``;
}
