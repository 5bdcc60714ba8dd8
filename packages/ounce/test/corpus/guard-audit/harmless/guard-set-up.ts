import { createGuard, ManualClock } from '@ounce/guard';
export const guard = createGuard({ clock: new ManualClock(0), fetch: async () => new Response('ok') });
guard.onTransition(() => {});
export const text = guard.metrics();
export const state = guard.policy('users').breaker.state;
