import { serviceKey } from '@ounce/core';
import type { CapacityTold, Ledger } from '../ledger/index.ts';
import type { Notification } from '../ports/index.ts';
import type { News } from '../prevention/recurrence/index.ts';

/** Capacity that will not do, and the word that it will: told to every channel once, across restarts and governors. */
export function capacityNews({ query }: Pick<Ledger, 'query'>): News {
  return {
    of: (event) => {
      if (event.kind !== 'capacity.shortage_ahead' && event.kind !== 'capacity.shortage_over')
        return undefined;
      const { service, region, says } = event.data;
      const shortage = event.kind === 'capacity.shortage_ahead' ? event.data.shortage : undefined;
      return notificationOf({ service, region, says, atMs: event.atMs, ...(shortage ? { shortage } : {}) });
    },
    // An older word that never got through is out of date.
    pending: () => query.capacityTolds().map(notificationOf),
  };
}

function notificationOf({ service, region, atMs, says, shortage }: CapacityTold): Notification {
  const common = { atMs, text: says, labels: { service, region } };
  const id = `${serviceKey({ service, region })}-${atMs}`;
  if (!shortage)
    return {
      ...{ ...common, id: `capacity-over-${id}`, kind: 'capacity.shortage_over', severity: 'info' },
      title: `Enough capacity again: ${service}`,
    };
  return {
    ...{ ...common, id: `capacity-${id}`, kind: 'capacity.shortage_ahead', severity: 'warning' },
    title: `Not enough capacity ahead: ${service}`,
  };
}
