import { createGuard } from '@ounce/guard';
import type { PgBoss } from 'pg-boss';
const guard = createGuard();
export function start(boss: PgBoss) {
  return guard.consumer({ boss, queue: 'orders' }, { dependencies: ['users'] }, async () => { // call: pg-boss, guarded by guard.consumer
    await fetch('http://users/1'); // call: fetch
  });
}
