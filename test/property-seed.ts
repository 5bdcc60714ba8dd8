// Property tests draw the same cases in every run, so that a failure is of the change at hand and can be had again.
// `PROPERTY_SEED=7 npx vitest run --project unit` looks elsewhere, `PROPERTY_SEED=random` anywhere.
import fc from 'fast-check';

const asked = process.env.PROPERTY_SEED ?? '20261127';
const seed = asked === 'random' ? Date.now() % 2 ** 31 : Number(asked);
if (!Number.isInteger(seed))
  throw new Error(`PROPERTY_SEED is "${asked}"; give a whole number, or "random".`);
fc.configureGlobal({ seed });
