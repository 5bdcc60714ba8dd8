import { OunceError, type ServiceRef, serviceKey } from '@ounce/core';
import type { Platform } from '../../ports/index.ts';

export interface Route {
  readonly platform: Platform;
  runs(ref: ServiceRef): boolean;
}

/** One platform in front of several: each service goes to the first that runs it. Closes all, also when one fails. */
export function routed(routes: readonly Route[]): Platform {
  const find = (ref: ServiceRef): Platform => {
    const route = routes.find(({ runs }) => runs(ref));
    if (route) return route.platform;
    throw new OunceError('OUNCE_E_PLATFORM', `Nobody runs ${serviceKey(ref)}.`, {
      mend: `Give services.${ref.service} a process, kubernetes or systemd.`,
    });
  };
  return {
    status: async (ref, signal) => find(ref).status(ref, signal),
    scale: async (ref, replicas, signal) => find(ref).scale(ref, replicas, signal),
    restart: async (ref, instance, signal, how) => find(ref).restart(ref, instance, signal, how),
    async close(how) {
      const platforms = [...new Set(routes.map(({ platform }) => platform))];
      const closed = await Promise.allSettled(platforms.map((platform) => platform.close(how)));
      const failed = closed.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}
