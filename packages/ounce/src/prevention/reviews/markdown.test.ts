import { type Review, type ReviewSection, reviewSections } from '@ounce/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, isOwnHeading, oneLine } from './canonical.ts';
import { fromMarkdown, toMarkdown } from './markdown.ts';

/** Text that is rich in what the format itself is made of. */
const markup = fc.constantFrom(
  ...['## ', '##', '### ', '# ', '## Impact', '```', '````', '~~~', '```js', '\\## ', '\\\\```', '   ## x'],
  ...[
    '---',
    '- [ ] ',
    '- [x] done',
    '- owner: Ada',
    '\\- prevention: x',
    '(#3) ',
    '\\(#3)',
    '  ',
    '\t',
    '    ## code',
  ],
  ...[
    '- 2026-02-01T03:04:05.000Z something',
    '"',
    "'",
    ':',
    '#',
    '{}',
    '\u2028',
    '🙂',
    '__proto__',
    '\r',
    '\r\n',
    '\n',
    '\n\n',
  ],
);
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: markup }, fc.string({ maxLength: 8 }), fc.constant('\n')), {
    maxLength: 14,
  })
  .map((pieces) => pieces.join(''));
const word = text.map(oneLine);

const review: fc.Arbitrary<Review> = fc
  .record({
    title: word,
    owner: fc.option(word, { nil: undefined }),
    timeline: fc.array(
      fc.record({
        atMs: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
        text,
        seq: fc.option(fc.nat(), { nil: undefined }),
      }),
      { maxLength: 4 },
    ),
    rootCauses: fc.uniqueArray(word, { maxLength: 3 }),
    actions: fc.array(
      fc.record({
        ...{ text, done: fc.boolean(), owner: fc.option(word, { nil: undefined }) },
        preventionId: fc.option(fc.constantFrom('predictive-scaling', 'x'), { nil: undefined }),
      }),
      { maxLength: 4 },
    ),
    sections: fc.array(text, { minLength: reviewSections.length, maxLength: reviewSections.length }),
    more: fc.uniqueArray(fc.tuple(word.filter(isOwnHeading), text), {
      ...{ maxLength: 3, selector: ([heading]: [string, string]) => heading.toLowerCase() },
    }),
  })
  .map(({ sections, more, ...fields }) => ({
    ...(JSON.parse(JSON.stringify(fields)) as Review),
    ...(Object.fromEntries(reviewSections.map((name, at) => [name, sections[at]])) as Record<
      ReviewSection,
      string
    >),
    ...{ id: 'PIR-inc-7', incidentId: 'inc-7', version: 3, status: 'draft' as const },
    more: Object.fromEntries(more),
  }));

const runs = { numRuns: 1_500 };

describe('a review as Markdown', () => {
  test('comes back the same, whatever its sections say', () => {
    fc.assert(
      fc.property(review, (written) => {
        const { fields, ...rest } = fromMarkdown(toMarkdown(written));
        expect(rest).toEqual({ id: 'PIR-inc-7', incidentId: 'inc-7', version: 3, status: 'draft' });
        expect(fields).toEqual(canonical(written));
      }),
      runs,
    );
  });

  test('comes back the same from a machine that ends its lines with CRLF', () => {
    fc.assert(
      fc.property(review, (written) => {
        const file = `\uFEFF${toMarkdown(written).replaceAll('\n', '\r\n')}`;
        expect(fromMarkdown(file).fields).toEqual(canonical(written));
      }),
      runs,
    );
  });

  test('is the same file when it is written again', () => {
    fc.assert(
      fc.property(review, (written) => {
        const file = toMarkdown(written);
        const { fields, ...rest } = fromMarkdown(file);
        expect(toMarkdown({ ...rest, ...fields })).toBe(file);
      }),
      runs,
    );
  });
});

const head = '---\nid: PIR-a\nincident: a\nversion: 1\nstatus: draft\ntitle: A\nrootCauses: []\n---\n';

describe('a file that somebody has edited', () => {
  test('keeps headings inside fenced code, and sections that are not ours', () => {
    const body = '\n## Lessons\n\n```sh\n## not a heading\n```\n\n## Our own thing\n\nyes\n';
    const { fields } = fromMarkdown(head + body);
    expect(fields.lessons).toBe('```sh\n## not a heading\n```');
    expect(fields.more).toEqual({ 'Our own thing': 'yes' });
  });

  test('may have its sections in any order, twice, in small letters, and text before all of them', () => {
    const { fields } = fromMarkdown(
      `${head}\nFirst.\n\n## lessons\n\none\n\n## impact\nbig\n## Lessons\ntwo\n`,
    );
    expect([fields.lessons, fields.impact, fields.more]).toEqual([
      'one\n\ntwo',
      'big',
      { Summary: 'First.' },
    ]);
  });

  test('may name times in any zone', () => {
    const { fields } = fromMarkdown(
      `${head}\n## Timeline\n- 2026-02-01T04:00+01:00 The queue grew\n  and grew.\n`,
    );
    expect(fields.timeline).toEqual([{ atMs: Date.UTC(2026, 1, 1, 3), text: 'The queue grew\nand grew.' }]);
  });

  test.each([
    ['no front matter', '## Impact\n', /front matter/],
    ['broken YAML', '---\ntitle: [\n---\n', /YAML/],
    [
      'a front-matter field that a review has no place for',
      head.replace('title: A', 'title: A\nmood: bad'),
      /mood/,
    ],
    ['a timeline line without a time', `${head}\n## Timeline\n- later it grew\n`, /"- later it grew"/],
    ['an action that is no list item', `${head}\n## Actions\nfix it\n`, /"fix it"/],
  ])('is refused for %s, and says so', (_, file, says) => {
    expect(() => fromMarkdown(file)).toThrow(says);
  });
});
