import { type Mode, modes, OunceError, promotion, type ServiceRef } from '@ounce/core';
import { z } from 'zod';
import { gradeRecordOf } from '../../governor/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { type ControlStanding, controlRecord, controlStanding, gradeRecord } from '../types.ts';
import { controlRecords } from '../views.ts';

const target = { service: z.string(), region: z.string() };
const reason = z.string().min(3).max(500);
const named = z.object({ control: z.string() });

export function controlRoutes(server: Server, context: ApiContext): void {
  const { ledger, clock } = context;

  const find = (control: string, { service, region }: ServiceRef) => {
    const found = controlRecords(context).find(
      (record) => record.service === service && record.region === region && record.control === control,
    );
    if (found) return found;
    throw new OunceError('OUNCE_E_NOT_FOUND', `There is no control ${control} on ${service}@${region}.`);
  };

  const standing = (control: string, of: ServiceRef): ControlStanding => {
    const record = gradeRecordOf(ledger, control, of, clock.nowMs());
    const found = find(control, of);
    const { to, allowed, says } = promotion(found.mode, record);
    return { ...found, record, allowed, says: [...says], ...(to ? { next: to } : {}) };
  };

  const setMode = async (control: string, of: ServiceRef, to: Mode, why: string, actor: string) => {
    const { service, region, mode } = find(control, of);
    const data = { service, region, control, from: mode, to, reason: why };
    const subject = `${service}@${region}`;
    await ledger.append([{ atMs: clock.nowMs(), actor, subject, kind: 'control.mode_changed', data }]);
    return find(control, of);
  };

  server.get(
    '/api/controls',
    {
      schema: {
        summary: 'Every control at work',
        response: { 200: z.object({ items: z.array(controlRecord) }) },
      },
    },
    async () => ({ items: controlRecords(context) }),
  );

  server.get(
    '/api/controls/standings',
    {
      schema: {
        summary: 'What each control has shown, and what it may do next',
        response: { 200: z.object({ items: z.array(controlStanding) }) },
      },
    },
    async () => ({ items: controlRecords(context).map((record) => standing(record.control, record)) }),
  );

  server.put(
    '/api/controls/:control/mode',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Set the mode of a control on a service, whatever its record',
        params: named,
        body: z.strictObject({ ...target, mode: z.enum(modes), reason }),
        response: { 200: controlRecord },
      },
    },
    async ({ params: { control }, body: { mode, reason: why, ...of }, caller }) =>
      setMode(control, of, mode, why, caller.actor),
  );

  server.post(
    '/api/controls/:control/promote',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Take a control one mode up, if its record allows it',
        params: named,
        body: z.strictObject({ ...target, overrule: reason.optional() }),
        response: { 200: controlRecord },
      },
    },
    async ({ params: { control }, body: { overrule, ...of }, caller }) => {
      const { next, allowed, says } = standing(control, of);
      if (!next)
        throw new OunceError('OUNCE_E_RULE', says.join(' '), {
          mend: 'There is nothing to do: it is in the highest mode already. `ounce controls demote` takes it down.',
        });
      if (!allowed && overrule === undefined) {
        const mend =
          'Wait for its record to grow, replay recorded readings with `ounce controls replay … --record`, or overrule with a reason.';
        throw new OunceError('OUNCE_E_RULE', says.join(' '), { mend });
      }
      const why = allowed ? says.join(' ') : `Overruled: ${overrule} (${says.join(' ')})`;
      return setMode(control, of, next, why, caller.actor);
    },
  );

  server.post(
    '/api/controls/:control/demote',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Take a control one mode down',
        params: named,
        body: z.strictObject({ ...target, reason }),
        response: { 200: controlRecord },
      },
    },
    async ({ params: { control }, body: { reason: why, ...of }, caller }) => {
      const below = modes[modes.indexOf(find(control, of).mode) - 1];
      if (!below) throw new OunceError('OUNCE_E_RULE', `${control} is off already.`);
      return setMode(control, of, below, why, caller.actor);
    },
  );

  server.post(
    '/api/controls/:control/replays',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Keep what a control would have done over recorded readings',
        params: named,
        body: z.strictObject({
          ...target,
          sinceMs: z.number().int(),
          untilMs: z.number().int(),
          settings: z.record(z.string(), z.number()),
          record: gradeRecord,
        }),
        response: { 200: controlStanding },
      },
    },
    async ({ params: { control }, body, caller }) => {
      const { service, region } = find(control, body);
      const subject = `${service}@${region}`;
      const data = { ...body, control };
      await ledger.append([
        { atMs: clock.nowMs(), actor: caller.actor, subject, kind: 'control.replayed', data },
      ]);
      return standing(control, body);
    },
  );
}
