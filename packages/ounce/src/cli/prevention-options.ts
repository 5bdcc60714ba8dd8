import { priorities } from '@ounce/core';
import { type Command, Option } from 'commander';
import type { PreventionEdit } from '../api/types.ts';

export interface FieldOptions {
  readonly title?: string;
  readonly kind?: PreventionEdit['kind'];
  readonly rootCause?: string[];
  readonly type?: string[];
  readonly owner?: string;
  readonly priority?: PreventionEdit['priority'];
  readonly target?: string;
  readonly quarter?: string;
  readonly before?: string;
  readonly after?: string[];
  readonly step?: string[];
  readonly control?: string;
  readonly experiment?: string;
  readonly service?: string[];
  readonly issue?: string;
  readonly reason?: string;
}

const each = (value: string, before: string[] = []) => [...before, value];

/** The fields of a prevention as options of a command; those that can be given again make a list. */
export function fieldOptions(command: Command): Command {
  return command
    .option('--root-cause <id>', 'what it is against; can be given again', each)
    .option('--type <incident-type>', 'which incidents it prevents; can be given again', each)
    .option('--owner <owner>', 'who answers for it')
    .addOption(new Option('--priority <priority>').choices(priorities))
    .option('--target <when>', 'a day (2026-02-28) or a quarter (2026-Q2)')
    .option('--quarter <quarter>', 'in whose roadmap it stands, when that is not the target’s')
    .option('--before <text>', 'the old approach')
    .option('--after <text>', 'a point of the new approach; can be given again', each)
    .option('--step <text>', 'a step of the checklist, not done; can be given again', each)
    .option('--control <id>', 'the control that carries it out')
    .option('--experiment <scenario>', 'the scenario that verifies it')
    .option('--service <name>', 'a service that it protects (all without); can be given again', each)
    .option('--issue <url>', 'the issue it is kept in step with');
}

/** As the API wants them: only what was given. */
export function fieldsOf(options: FieldOptions): PreventionEdit {
  const { title, kind, owner, priority, target, quarter, control, experiment, reason } = options;
  const fields = {
    ...{ title, kind, owner, priority, target, quarter, control, experiment, reason },
    rootCauses: options.rootCause,
    incidentTypes: options.type,
    oldApproach: options.before,
    newApproach: options.after,
    checklist: options.step?.map((text) => ({ text, done: false })),
    services: options.service,
    issueUrl: options.issue,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
