import { createGuard } from '@ounce/guard';
import type { PgBoss } from 'pg-boss';
const adapter = (boss: PgBoss) => ({
  fetch: (queue: string) => boss.fetch(queue), // call: pg-boss, guarded by guard.consumer
  complete: async (queue: string, id: string) => boss.complete(queue, id), // call: pg-boss, guarded by guard.consumer
  async fail(queue: string, id: string) {
    return boss.fail(queue, id); // call: pg-boss, guarded by guard.consumer
  },
  send: (queue: string) => boss.send(queue), // call: pg-boss, guarded by guard.consumer
});
export const start = (boss: PgBoss) =>
  createGuard().consumer({ boss: adapter(boss) as never, queue: 'orders' }, { dependencies: [] }, async () => {}); // call: pg-boss, guarded by guard.consumer
