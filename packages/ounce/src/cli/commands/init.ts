import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OunceError } from '@ounce/core';
import type { Command } from 'commander';
import { example } from '../examples.ts';
import { initialConfig } from '../initial-config.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { withCatalogue } from '../with-catalogue.ts';

type InitOptions = GlobalOptions & { readonly force?: boolean; readonly withCatalogue?: boolean };

export function initCommand(program: Command): void {
  program
    .command('init')
    .description('Write a commented ounce.config.ts to start from')
    .option('--force', 'replace the one that is there')
    .option(
      '--with-catalogue',
      'also put the starter catalogue into the ledger: 20 root causes, 17 preventions, the roadmap of 2026; ' +
        'a config that is there stays, and so does every entry that is there',
    )
    .addHelpText(
      'after',
      example(
        'ounce init && ounce doctor',
        'ounce init --with-catalogue',
        'ounce init --config shop/ounce.config.ts',
      ),
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<InitOptions>();
      const output = new Output(options);
      const file = resolve(options.config ?? 'ounce.config.ts');
      const written = await writeConfig(file, options);
      const loaded = options.withCatalogue
        ? await withCatalogue(options, (line) => output.note(line))
        : undefined;
      output.result({ ...(written ? { written: file } : { kept: file }), ...loaded }, [
        written ? `Wrote ${file}.` : `${file} is there already and stays.`,
        ...(loaded
          ? [
              `The catalogue: ${loaded.rootCauses.added} root causes, ${loaded.preventions.added} preventions and ${loaded.targets.added} targets are new, ` +
                `${loaded.rootCauses.kept + loaded.preventions.kept + loaded.targets.kept} were there already and stay. See \`ounce preventions list\`.`,
            ]
          : []),
        ...(written ? ['Next: edit it, then `ounce doctor`.'] : []),
      ]);
    });
}

/** Whether it was written: with a catalogue to load, a config that is there is no mistake. */
async function writeConfig(file: string, options: InitOptions): Promise<boolean> {
  if (existsSync(file) && !options.force) {
    if (options.withCatalogue) return false;
    throw new OunceError('OUNCE_E_CONFIG_INVALID', `${file} is there already.`, {
      mend: 'Edit it, name another with `--config FOLDER/ounce.config.ts`, or replace it with `--force`.',
    });
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, initialConfig());
  return true;
}
