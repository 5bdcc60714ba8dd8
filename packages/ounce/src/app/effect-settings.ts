import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Config } from '../config/index.ts';
import type { EffectSettings } from '../prevention/effectiveness/index.ts';

/** What effectiveness takes from the config. */
export function effectSettings({ services, effectiveness, recurrence }: Config): EffectSettings {
  const levels = Object.entries(services).map(([name, { slo, sla }]) => {
    const { availability } = slo;
    return [name, { ...(availability === undefined ? {} : { availability }), ...(sla ? { sla } : {}) }];
  });
  return {
    ...effectiveness,
    services: Object.fromEntries(levels),
    targetPerMonth: recurrence.targetPerMonth,
  };
}

/** The same after a restart, another one for another state folder or machine; says nothing about either. */
export function governorName(stateFolder: string): string {
  return createHash('sha256').update(`${hostname()} ${stateFolder}`).digest('hex').slice(0, 12);
}
