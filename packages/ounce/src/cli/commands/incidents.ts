import type { Command } from 'commander';
import { changeCommands } from '../incidents/changes.ts';
import { importCommand } from '../incidents/import.ts';
import { readCommands } from '../incidents/reads.ts';

export function incidentCommands(program: Command): void {
  const incidents = program
    .command('incidents')
    .description('Incidents: open, follow, correct, read histories in and out');
  readCommands(incidents);
  changeCommands(incidents);
  importCommand(incidents);
}
