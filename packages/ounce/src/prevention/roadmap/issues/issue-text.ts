import type { ChecklistItem, Prevention } from '@ounce/core';

const begin = (id: string) => `<!-- ounce:prevention ${id} -->`;
const end = '<!-- /ounce:prevention -->';
const block = /<!-- ounce:prevention ([a-z0-9-]+) -->[\s\S]*?<!-- \/ounce:prevention -->/;
const step = /^\s*[-*] \[( |x|X)\] (.+)$/;

/** Of which prevention an issue says that it is. */
export function preventionIdIn(body: string): string | undefined {
  return block.exec(body)?.[1];
}

/** The body of an issue with the prevention in its block; everything that people wrote around it stays. */
export function bodyWith(body: string, prevention: Prevention): string {
  const text = blockOf(prevention);
  if (block.test(body)) return body.replace(block, () => text);
  return body.trim() === '' ? `${text}\n` : `${body.trimEnd()}\n\n${text}\n`;
}

/** The steps of an issue: those of its block, or of the whole body when it has none. */
export function stepsIn(body: string): readonly ChecklistItem[] {
  const text = block.exec(body)?.[0] ?? body;
  return text.split('\n').flatMap((line) => {
    const [, mark, says] = step.exec(line) ?? [];
    return says === undefined ? [] : [{ text: says.trim(), done: mark !== ' ' }];
  });
}

function blockOf({
  id,
  oldApproach,
  newApproach,
  checklist,
  target,
  owner,
  expectedImpact,
}: Prevention): string {
  const named = (name: string, says: string | undefined) => (says ? [`**${name}:** ${says}`, ''] : []);
  return [
    begin(id),
    ...named('Owner', owner),
    ...named('Target', target),
    ...named('Expected', expectedImpact?.says),
    ...named('Before', oldApproach),
    ...(newApproach.length > 0
      ? ['**From now on:**', '', ...newApproach.map((point) => `- ${point}`), '']
      : []),
    ...(checklist.length > 0
      ? [
          '**Steps:**',
          '',
          ...checklist.map(({ done, text }) => `- [${done ? 'x' : ' '}] ${oneLine(text)}`),
          '',
        ]
      : []),
    end,
  ].join('\n');
}

/** A step is a line; what would end the block early is not let through. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').replaceAll('-->', '→');
