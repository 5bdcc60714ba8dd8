import { z } from 'zod';
import { isTimeZone } from '../prevention/cadence/index.ts';

const on = z.boolean().default(true);

/** When preventions are reviewed. */
export const cadenceSchema = z
  .strictObject({
    timeZone: z
      .string()
      .default('UTC')
      .refine(isTimeZone, { error: 'expected a time zone such as Europe/Berlin' })
      .describe('By whose calendar weeks and months begin.'),
    atHour: z.number().int().min(0).max(23).default(8).describe('Hour of the day on which a review is made.'),
    weekly: on,
    monthly: on,
    quarterly: on,
    annual: on,
  })
  .prefault({})
  .describe('Weekly, monthly, quarterly and annual reviews of the preventions.');
