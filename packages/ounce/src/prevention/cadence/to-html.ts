import type { Report, ReportPlot, ReportSection, ReportTable } from '@ounce/core';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const text = (value: string) => value.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;display:block;overflow-x:auto}th,td{padding:.3rem .6rem;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent);text-align:left;vertical-align:top}
h2{margin-top:2rem}small{opacity:.7}svg{max-width:100%;height:auto}`;

/** A page of its own: no script, nothing loaded, every text escaped. */
export function reportToHtml(report: Report): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(report.title)}</title><style>${style}</style></head>
<body><h1>${text(report.title)}</h1>
${reportBody(report)}
</body></html>
`;
}

/** The inside of the page, for showing within another. */
export function reportBody({ period, madeAtMs, coverage, sections }: Report): string {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const when = `${day(period.startMs)} to ${day(period.endMs - 1)} (${period.timeZone}), made ${new Date(madeAtMs).toISOString().slice(0, 16)} UTC.`;
  return [
    `<p><small>${text(when)}</small></p>`,
    section({ title: 'What it rests on', says: coverage }),
    ...sections.map(section),
  ].join('\n');
}

function section({ title, says, table, plot }: ReportSection): string {
  const items = says.map((one) => `<li>${text(one)}</li>`).join('');
  return [
    `<h2>${text(title)}</h2>`,
    items && `<ul>${items}</ul>`,
    plot ? bars(plot) : '',
    table ? tableHtml(table) : '',
  ]
    .filter(Boolean)
    .join('\n');
}

function tableHtml({ head, rows }: ReportTable): string {
  const cells = (row: readonly string[]) => row.map((one) => `<td>${text(one)}</td>`).join('');
  return `<table><thead><tr>${head.map((one) => `<th>${text(one)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</tbody></table>`;
}

const [barWidth, gap, height, foot] = [36, 12, 160, 34];

/** Bars as SVG, with their figures above and what they are below; said in words for those who cannot see them. */
function bars({ title, points }: ReportPlot): string {
  const most = Math.max(1, ...points.map(({ value }) => value ?? 0));
  const width = points.length * (barWidth + gap) + gap;
  const parts = points.map(({ label, value }, i) => {
    const x = gap + i * (barWidth + gap);
    const tall = Math.round(((value ?? 0) / most) * (height - 24));
    const bar =
      value === null
        ? ''
        : `<rect x="${x}" y="${height - tall}" width="${barWidth}" height="${tall}" rx="3" fill="currentColor" opacity=".55"/>`;
    const figure = value === null ? '–' : String(value);
    return `${bar}<text x="${x + barWidth / 2}" y="${height - tall - 6}" text-anchor="middle" font-size="11" fill="currentColor">${figure}</text><text x="${x + barWidth / 2}" y="${height + 16}" text-anchor="middle" font-size="10" fill="currentColor">${text(label)}</text>`;
  });
  const said = points.map(({ label, value }) => `${label}: ${value ?? 'not yet'}`).join(', ');
  return `<figure><svg viewBox="0 0 ${width} ${height + foot}" width="${width}" role="img" aria-label="${text(`${title}: ${said}`)}">${parts.join('')}</svg><figcaption><small>${text(title)}</small></figcaption></figure>`;
}
