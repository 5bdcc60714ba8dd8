import { isOunceError } from '@ounce/core';
import { createColors } from 'picocolors';

/** 3, 4 and 5 belong to experiments: aborted, invalid, not rolled back. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

export interface GlobalOptions {
  readonly json?: boolean;
  readonly debug?: boolean;
  readonly config?: string;
}

/** What a command says: one object on stdout with `--json`, else lines for people. Remarks go to stderr. */
export class Output {
  readonly json: boolean;
  readonly debug: boolean;
  readonly colors: ReturnType<typeof createColors>;

  constructor({ json = false, debug = false }: GlobalOptions) {
    this.json = json;
    this.debug = debug;
    this.colors = createColors(process.stdout.isTTY === true && !json && !process.env.NO_COLOR);
  }

  /** The command's result. */
  result(object: unknown, lines: readonly string[]): void {
    console.log(this.json ? JSON.stringify(object) : lines.join('\n'));
  }

  /** A remark on the way. */
  note(line: string): void {
    console.error(line);
  }

  /** What happened and what to do; never a stack unless `--debug`. With `--json` also as the one object on stdout. */
  error(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    const known = isOunceError(error) ? { code: error.code, mend: error.mend } : {};
    if (this.json) console.log(JSON.stringify({ error: { message: text, ...known } }));
    if (isOunceError(error)) {
      console.error(`${error.code}: ${text}`);
      console.error(`What to do: ${error.mend}`);
    } else console.error(`ounce: ${text}`);
    if (this.debug && error instanceof Error) console.error(error.stack);
  }
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
