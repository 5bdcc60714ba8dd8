import type { Command } from 'commander';
import type { TargetEdit, TargetView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseNumber } from '../parse.ts';

const path = '/api/targets';

export function targetCommands(program: Command): void {
  const targets = program
    .command('targets')
    .description('What is aimed at, by incident type and for customers, and what is claimed');
  targets
    .command('list')
    .description('All targets; claims are what somebody says, not what was measured')
    .addHelpText('after', example('ounce targets list'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{ items: TargetView[] }>(path);
      new Output(options).result(answer, targetLines(answer.items));
    });
  targets
    .command('set')
    .description('Set figures of one target; the others stay')
    .argument('<id>', 'an incident type, or customers')
    .option('--per-month <n>', 'incidents a month that are accepted', parseNumber(0, 100_000))
    .option('--minutes-to-recover <n>', 'median, of a type', parseNumber(0, 1_000_000))
    .option('--availability <share>', 'of customers, 0.9998 for 99.98 %', parseNumber(0, 1))
    .option('--credits-down <percent>', 'of customers: how much less SLA credits', parseNumber(0, 100))
    .option('--tickets-down <percent>', 'of customers: how many fewer support tickets', parseNumber(0, 100))
    .addHelpText(
      'after',
      example(
        'ounce targets set queue_backlog --per-month 0.5 --minutes-to-recover 3',
        'ounce targets set customers --availability 0.9998',
      ),
    )
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & Record<string, number | undefined>>();
      const given = {
        incidentsPerMonth: options.perMonth,
        minutesToRecover: options.minutesToRecover,
        availability: options.availability,
        creditsDownPercent: options.creditsDown,
        ticketsDownPercent: options.ticketsDown,
      };
      const edit = Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined),
      ) as TargetEdit;
      const client = await connect(options);
      const saved = await client.send<TargetView>('PATCH', `${path}/${encodeURIComponent(id)}`, edit);
      new Output(options).result(saved, targetLines([saved]));
    });
}

function targetLines(targets: readonly TargetView[]): string[] {
  if (targets.length === 0) return ['No target. Start with the catalogue: ounce init --with-catalogue'];
  const rows = targets.map(({ id, incidentsPerMonth, minutesToRecover, claimed }) => [
    id,
    ...(incidentsPerMonth === undefined ? ['-'] : [`${incidentsPerMonth}`]),
    ...(minutesToRecover === undefined ? ['-'] : [`${minutesToRecover}`]),
    ...[claimed?.incidentsPerMonth, claimed?.minutesToRecover].map((claim) =>
      claim ? `${claim.before} → ${claim.after}` : '-',
    ),
  ]);
  const header = ['target', 'incidents a month', 'minutes to recover', 'claimed a month', 'claimed minutes'];
  return [...table([header, ...rows]), ...targets.flatMap(customerLines)];
}

function customerLines({
  availability,
  creditsDownPercent,
  ticketsDownPercent,
  claimed,
}: TargetView): string[] {
  const claim = claimed?.availability;
  const share = (value: number) => `${(value * 100).toFixed(2)} %`;
  return [
    ...(availability === undefined
      ? []
      : [
          `Availability: ${share(availability)}${claim ? ` (claimed: ${share(claim.before)} → ${share(claim.after)})` : ''}, for services without slo.availability.`,
        ]),
    ...(creditsDownPercent === undefined ? [] : [`SLA credits: ${creditsDownPercent} % less.`]),
    ...(ticketsDownPercent === undefined ? [] : [`Support tickets: ${ticketsDownPercent} % fewer.`]),
  ];
}
