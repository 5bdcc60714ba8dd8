export { openPostgresJournal } from './open.ts';
