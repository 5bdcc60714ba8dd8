import fc from 'fast-check';
import { expect, test } from 'vitest';
import { htmlOf } from './markdown.ts';

test('shows Markdown as HTML', () => {
  expect(htmlOf('# A\n\n`x` **b**')).toBe('<h1>A</h1>\n<p><code>x</code> <strong>b</strong></p>\n');
  expect(htmlOf('[a](https://x.y/?a=1&b=2)')).toContain('href="https://x.y/?a=1&amp;b=2"');
});

test('lets no script through, whatever is written', () => {
  expect(htmlOf('<script>alert(1)</script>')).not.toContain('<script');
  expect(htmlOf('a <img src=x onerror=alert(1)> b')).not.toContain('<img');
  expect(htmlOf('[a](javascript:alert(1)) [b](JaVaScRiPt:x) ![c](data:text/html,x)')).not.toMatch(/href|src/);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const html = htmlOf(`${text} <svg onload=x> [x](javascript:${text})`);
      expect(html).not.toMatch(/<(script|svg|img|iframe)|href="javascript/i);
    }),
  );
});
