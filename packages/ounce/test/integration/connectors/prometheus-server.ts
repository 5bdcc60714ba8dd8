import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const candidates = ['/usr/bin/prometheus', '/usr/local/bin/prometheus', '/opt/homebrew/bin/prometheus'];
/** Where Debian's package and others put it; undefined when it is not installed. */
export const prometheusBinary = candidates.find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** A real Prometheus that scrapes one exporter every second. */
export interface PrometheusServer {
  readonly url: string;
  /** What the exporter says from now on; undefined: it is down. */
  says(text: string | undefined): void;
  close(): Promise<void>;
}

/** `past`: what it is to have in its store already, as OpenMetrics text with times. */
export async function startPrometheus(text: string, past?: string): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-prometheus-'));
  if (past !== undefined) {
    writeFileSync(join(folder, 'past.txt'), past);
    const into = [join(folder, 'past.txt'), join(folder, 'data')];
    execFileSync(
      join(dirname(prometheusBinary!), 'promtool'),
      ['tsdb', 'create-blocks-from', 'openmetrics', ...into],
      {
        stdio: 'ignore',
      },
    );
  }
  const exporter = await serveExporter(text);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'prometheus.yml');
  const targets = [`127.0.0.1:${exporter.port}`];
  const job = { job_name: 'consumer', static_configs: [{ targets }] };
  // JSON is YAML too.
  const global = { scrape_interval: '1s', scrape_timeout: '1s' };
  writeFileSync(config, JSON.stringify({ global, scrape_configs: [job] }));
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`];
  const server = spawn(prometheusBinary!, [...args, `--web.listen-address=127.0.0.1:${port}`], {
    stdio: 'ignore',
  });
  const exited = once(server, 'exit');
  const close = async () => {
    server.kill('SIGTERM');
    await exited;
    await exporter.close();
    rmSync(folder, { recursive: true });
  };
  for (const giveUpMs = performance.now() + 60_000; !(await isScraping(url)); await sleep(100)) {
    if (performance.now() < giveUpMs) continue;
    await close();
    throw new Error('Prometheus did not begin to scrape within a minute');
  }
  return { url, says: exporter.says, close };
}

async function isScraping(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/v1/query?query=up`);
    const { data } = (await response.json()) as { data?: { result: { value: [number, string] }[] } };
    return data?.result[0]?.value[1] === '1';
  } catch {
    return false;
  }
}

async function serveExporter(text: string) {
  let current: string | undefined = text;
  const server = createServer((_request, response) => {
    if (current === undefined) response.destroy();
    else response.setHeader('content-type', 'text/plain; version=0.0.4').end(current);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    says(next: string | undefined) {
      current = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
