import { type Command, Option } from 'commander';
import { parseMoment } from './parse-incident.ts';

export interface FilterOptions {
  readonly state?: string;
  readonly type?: string;
  readonly service?: string;
  readonly region?: string;
  readonly severity?: string;
  readonly drill?: boolean;
  readonly since?: number;
  readonly until?: number;
}

/** The filters that `list` and `export` share. */
export function withFilters(command: Command): Command {
  return command
    .addOption(new Option('--state <state>', 'only these').choices(['open', 'resolved']))
    .option('--type <type>', 'only this type')
    .option('--service <name>', 'only this service')
    .option('--region <name>', 'only this region')
    .addOption(new Option('--severity <n>', 'only this severity').choices(['1', '2', '3', '4']))
    .option('--drill', 'only drills')
    .option('--no-drill', 'only real ones')
    .option('--since <time>', 'started at or after, e.g. 2026-03-01 or 30d (ago)', parseMoment)
    .option('--until <time>', 'started before', parseMoment);
}

export function filterQuery({ since, until, ...options }: FilterOptions): URLSearchParams {
  const { state, type, service, region, severity, drill } = options;
  const wanted = { state, type, service, region, severity, drill, sinceMs: since, untilMs: until };
  const said = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return new URLSearchParams(said.map(([name, value]): [string, string] => [name, String(value)]));
}
