import { createGuard } from '@ounce/guard';
import pg from 'pg';
const guard = createGuard();
export const pool = guard.pg(new pg.Pool());
export const plain = new pg.Pool();
