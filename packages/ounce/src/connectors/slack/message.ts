import type { Notification } from '../../ports/index.ts';

const marks: Readonly<Record<Notification['severity'], string>> = {
  info: ':information_source:',
  warning: ':warning:',
  critical: ':rotating_light:',
};

/**
 * A message of blocks, with a plain `text` for notifications and for receivers that know no blocks. Lengths are Slack's.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks
 */
export function slackMessage({ id, atMs, kind, severity, title, text, labels }: Notification): object {
  const said = Object.entries(labels).map(([name, value]) => `${name}: ${value}`);
  const about = [`${kind}, ${severity}`, new Date(atMs).toISOString(), `id: ${id}`, ...said];
  return {
    text: `${title}: ${text}`.slice(0, 3000),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title.slice(0, 150) } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `${marks[severity]} ${escaped(text).slice(0, 2900)}` },
      },
      // One element may have 2,000 characters, a block ten elements.
      {
        type: 'context',
        elements: [{ type: 'plain_text', text: about.join('\n').slice(0, 2000) }],
      },
    ],
  };
}

/** The three characters that mean something to Slack: so no text of ours can mention anybody or hide a link. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
