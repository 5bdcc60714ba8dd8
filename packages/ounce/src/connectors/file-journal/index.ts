export { openFileJournal } from './open.ts';
export type { TornTail } from './torn.ts';
