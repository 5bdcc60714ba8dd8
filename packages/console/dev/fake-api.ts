// A governor that is not one: moving, plausible data for working on the console without a fleet.
//   npm run dev:fake --workspace @ounce/console -- [--port 7791] [--services 1000] [--frozen] [--stale] [--fresh] [--drill 40]
// Serves the built console too; for hot reloading run `npm run dev --workspace @ounce/console` beside it.
import { parseArgs } from 'node:util';
import { startFake } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7791' },
    services: { type: 'string', default: '4' },
    frozen: { type: 'boolean', default: false },
    stale: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    drill: { type: 'string' },
  },
});

const token = 'dev';
const { url } = await startFake({
  port: Number(values.port),
  token,
  services: Number(values.services),
  frozen: values.frozen,
  stale: values.stale,
  history: !values.fresh,
  ...(values.drill ? { drillForSeconds: Number(values.drill) } : {}),
});
console.log(`Fake governor: ${url}/#token=${token} (Ctrl-C ends it)`);
