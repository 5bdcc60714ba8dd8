import { isOunceError } from '@ounce/core';
import { CommanderError } from 'commander';
import { exitCodes, Output } from './output.ts';
import { createProgram } from './program.ts';

/**
 * The `ounce` command, also installed as `ggen`. Sets the exit code; 2 is wrong usage or a set-up that cannot work. A
 * command that knows better has set it already.
 */
export async function main(argv: readonly string[]): Promise<void> {
  endWithReader();
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
      if (process.exitCode === exitCodes.usage && argv.includes('--json'))
        console.log(JSON.stringify({ error: { message: error.message.replace(/^error: /, '') } }));
      return;
    }
    // The error may come from before the options were read.
    new Output({ json: argv.includes('--json'), debug: argv.includes('--debug') }).error(error);
    process.exitCode ??= isOunceError(error) ? exitCodes.usage : exitCodes.failed;
  }
}

/** `ounce ledger export | head`: the reader has seen enough, which is no fault of anybody's. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
