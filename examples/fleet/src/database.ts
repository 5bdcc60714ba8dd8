import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { messageOf } from './log.ts';
import { type Server, startServer } from './postgres/server.ts';
import { untilItWorks } from './retry.ts';
import { runService, type ServiceContext } from './service.ts';
import type { SettingsReader } from './settings.ts';

const watchMs = 1000;

function read(reader: SettingsReader) {
  const dataDir = reader.optional('DATA_DIR');
  return {
    databaseUrl: reader.optional('DATABASE_URL'),
    dataDir,
    keepData: reader.flag('KEEP_DATA', dataDir !== undefined),
    port: reader.integer('POSTGRES_PORT', 0, { from: 0, to: 65_535 }),
    password: reader.text('POSTGRES_PASSWORD', 'fleet'),
  };
}

/** Runs PostgreSQL, or watches the one of DATABASE_URL; `GET /connection` tells the URL. */
function createDatabase({ app, log, settings, port, fail }: ServiceContext<ReturnType<typeof read>>) {
  let url = settings.databaseUrl;
  let starting: Promise<Server> | undefined;
  let pool: pg.Pool | undefined;
  let watch: NodeJS.Timeout | undefined;

  app.get('/connection', async () => ({ url, embedded: settings.databaseUrl === undefined }));

  async function startEmbedded(): Promise<string> {
    // Named after the port: a new start in the same place finds what a killed one has left.
    const folder = settings.dataDir ?? join(tmpdir(), `ounce-fleet-${process.getuid?.() ?? 0}-${port()}`);
    const { keepData: keep, port: postgresPort, password } = settings;
    starting = startServer({ folder, keep, port: postgresPort, password });
    const started = await starting;
    log('postgres_running', { pid: started.pid, adopted: started.adopted, folder });
    watch = setInterval(async () => {
      if (!(await started.running())) fail('PostgreSQL has ended');
    }, watchMs);
    return started.url;
  }

  return {
    async begin(signal: AbortSignal) {
      url ??= await startEmbedded();
      const connected = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 2000 });
      connected.on('error', (error) => log('database_error', { reason: messageOf(error) }, 'warn'));
      pool = connected;
      await untilItWorks('PostgreSQL', log, signal, () => connected.query('SELECT 1'));
    },
    dependencies: {
      postgres: async () => {
        await pool?.query('SELECT 1');
      },
    },
    async close() {
      clearInterval(watch);
      await pool?.end();
      // Also one that is just being started must not be left behind.
      const server = await starting?.catch(() => undefined);
      await server?.stop();
    },
  };
}

await runService({ name: 'database', readSettings: read, create: createDatabase });
