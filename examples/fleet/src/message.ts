import type { Priority } from '@ounce/guard';

/** What the traffic generator sends and every stage hands on. The id is what makes at-least-once count once. */
export interface Message {
  /** UUID, made by the sender. */
  readonly id: string;
  /** Which run of the sender it belongs to, so that counts of two runs are never mixed. */
  readonly run: string;
  /** When it was sent, in ms since the epoch. */
  readonly sentAtMs: number;
  /** `normal` when absent. */
  readonly priority?: Priority;
  /** How often it was asked back before: 0 (or absent) the first time. */
  readonly attempt?: number;
}

/** JSON Schema of a message in a request body. */
export const messageSchema = {
  type: 'object',
  required: ['id', 'run', 'sentAtMs'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    run: { type: 'string', minLength: 1, maxLength: 64 },
    sentAtMs: { type: 'number', minimum: 0 },
    priority: { enum: ['high', 'normal', 'low'] },
    attempt: { type: 'integer', minimum: 0 },
  },
} as const;
