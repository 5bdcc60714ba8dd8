import { Command, Option } from 'commander';
import { version } from '../app/version.ts';
import { capacityCommands } from './commands/capacity.ts';
import { chaosCommands } from './commands/chaos.ts';
import { controlCommands } from './commands/controls.ts';
import { demoCommand } from './commands/demo.ts';
import { demoDataCommand } from './commands/demo-data.ts';
import { doctorCommand } from './commands/doctor.ts';
import { effectivenessCommands } from './commands/effectiveness.ts';
import { faultProxyCommand } from './commands/fault-proxy.ts';
import { freezeCommands } from './commands/freeze.ts';
import { guardCommands } from './commands/guard.ts';
import { healthCommands } from './commands/health.ts';
import { incidentCommands } from './commands/incidents.ts';
import { initCommand } from './commands/init.ts';
import { knowledgeCommands } from './commands/knowledge.ts';
import { ledgerCommands } from './commands/ledger.ts';
import { monitoringCommands } from './commands/monitoring.ts';
import { pirCommands } from './commands/pir.ts';
import { preventionCommands } from './commands/preventions.ts';
import { recurrenceCommands } from './commands/recurrence.ts';
import { reviewCommands } from './commands/review.ts';
import { roadmapCommands } from './commands/roadmap.ts';
import { rootCauseCommands } from './commands/root-causes.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { targetCommands } from './commands/targets.ts';
import { tokenCommands } from './commands/token.ts';
import { example } from './examples.ts';
import { sayDuration } from './parse.ts';

/** Every command with its options, as `--help` shows them. */
export function createProgram(): Command {
  const program = new Command('ounce')
    .description(
      'Turns every incident into a prevention, runs it, and proves that it works. Also installed as `ggen`.',
    )
    .version(version)
    .option('--json', 'print one JSON object on stdout; everything else goes to stderr')
    .option('--config <file>', 'the config file (default: ounce.config.ts, .mjs, .js, .json or .yaml here)')
    .option('--debug', 'print stacks with errors')
    .showHelpAfterError('(add --help for the usage)')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  for (const add of [
    startCommand,
    demoCommand,
    demoDataCommand,
    initCommand,
    doctorCommand,
    statusCommand,
    freezeCommands,
    chaosCommands,
    faultProxyCommand,
    controlCommands,
    capacityCommands,
    monitoringCommands,
    guardCommands,
    healthCommands,
    incidentCommands,
    targetCommands,
    effectivenessCommands,
    recurrenceCommands,
    pirCommands,
    rootCauseCommands,
    preventionCommands,
    roadmapCommands,
    knowledgeCommands,
    reviewCommands,
    ledgerCommands,
    tokenCommands,
  ])
    add(program);
  inherit(program);
  program.addHelpText('after', example('ounce status', 'ounce incidents list --help'));
  return program;
}

/** `chaos inject`. */
function pathOf(command: Command): string {
  const above = command.parent?.parent ? `${pathOf(command.parent)} ` : '';
  return `${above}${command.name()}`;
}

/** Options such as --json may stand before or after the command's name, and no error ends the process behind our back. */
function inherit(program: Command): void {
  for (const command of program.commands) {
    const [first] = command.commands;
    if (first) command.addHelpText('after', example(`ounce ${pathOf(first)} --help`));
    command.exitOverride().showHelpAfterError('(add --help for the usage)');
    for (const option of command.options)
      if (/<(duration|time)>/.test(option.flags) && typeof option.defaultValue === 'number')
        option.defaultValueDescription = sayDuration(option.defaultValue);
    // Their words stand among the global options.
    for (const flags of ['--json', '--debug', '--config <file>'])
      if (!command.commands.length) command.addOption(new Option(flags).hideHelp());
    inherit(command);
  }
}
