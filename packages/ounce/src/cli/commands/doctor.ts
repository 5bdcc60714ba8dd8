import type { Command } from 'commander';
import { examine } from '../../app/doctor.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'Check config, folders, ports, journal, connectors and versions, and say how to mend each fault',
    )
    .addHelpText('after', example('ounce doctor', 'ounce doctor --json'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const output = new Output(options);
      const findings = await examine({ cwd: process.cwd(), file: options.config });
      const faults = findings.filter((finding) => !finding.ok);
      const { green, red } = output.colors;
      const lines = findings.flatMap(({ ok, what, says, mend }) => [
        `${ok ? green('ok   ') : red('FAULT')} ${what}: ${says}`,
        ...(mend ? [`      What to do: ${mend}`] : []),
      ]);
      output.result({ ok: faults.length === 0, findings }, [
        ...lines,
        faults.length === 0
          ? 'All is well.'
          : `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}.`,
      ]);
      if (faults.length > 0) process.exitCode = 1;
    });
}
