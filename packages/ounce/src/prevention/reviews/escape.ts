/**
 * Free Markdown inside a file whose sections begin with `## `: what a section says may itself contain such lines, and fences of
 * code with anything in them. Lines outside of fences that would be read as a heading get a backslash, as Markdown has it; so does
 * a fence that nothing closes, which would swallow the sections after it.
 */
const fenceOpening = /^ {0,3}(`{3,}(?![^\n]*`)|~{3,})/;
const escapable = /^( {0,3})(\\*)(?=##(?:\s|$)|`{3,}|~{3,})/;

/** Where the fence that line `at` opens is closed, or undefined when it opens none, or none that is closed. */
function endOfFence(lines: readonly string[], at: number): number | undefined {
  const [, marks] = fenceOpening.exec(lines[at] ?? '') ?? [];
  if (marks === undefined) return undefined;
  const closing = new RegExp(`^ {0,3}\\${marks[0]}{${marks.length},}[ \\t]*$`);
  for (let end = at + 1; end < lines.length; end += 1) if (closing.test(lines[end] ?? '')) return end;
  return undefined;
}

/** Each line with whether it stands in a fence; the lines that open and close one do. */
export function* fencedLines(lines: readonly string[]): Generator<{ line: string; fenced: boolean }> {
  for (let at = 0; at < lines.length; at += 1) {
    const end = endOfFence(lines, at);
    const last = end ?? at;
    for (let inside = at; inside <= last; inside += 1)
      yield { line: lines[inside]!, fenced: end !== undefined };
    at = last;
  }
}

export function escapeSection(text: string): string {
  return mapOutside(text, (line) =>
    line.replace(escapable, (whole, indent: string, slashes: string) => {
      const isPlainFence = slashes === '' && !line.slice(indent.length).startsWith('##');
      // A line of back-ticks that opens no fence is harmless as it is.
      return isPlainFence && !fenceOpening.test(line) ? whole : `${indent}\\${slashes}`;
    }),
  );
}

export function unescapeSection(text: string): string {
  return mapOutside(text, (line) =>
    line.replace(escapable, (_, indent: string, slashes: string) => indent + slashes.slice(1)),
  );
}

function mapOutside(text: string, change: (line: string) => string): string {
  return [...fencedLines(text.split('\n'))]
    .map(({ line, fenced }) => (fenced ? line : change(line)))
    .join('\n');
}
