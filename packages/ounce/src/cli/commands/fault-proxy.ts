import type { Command } from 'commander';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseWhole } from '../parse.ts';
import { serveFaultProxy } from '../serve-fault-proxy.ts';

interface FaultProxyOptions extends GlobalOptions {
  readonly route: readonly string[];
  readonly host: string;
  readonly port: number;
}

export function faultProxyCommand(program: Command): void {
  program
    .command('fault-proxy')
    .description(
      'Stand in front of TCP services, and make them slow, broken or absent while an experiment says so',
    )
    .requiredOption(
      '--route <name=host:port>host:port...>',
      'where clients connect to, and the service behind',
    )
    .option('--host <address>', 'of the control address; never one that the internet reaches', '127.0.0.1')
    .option('--port <n>', 'of the control address, for `connectors.faults.urls`', parseWhole(0, 65_535), 0)
    .addHelpText(
      'after',
      example("ounce fault-proxy --route 'payments=127.0.0.1:8081>127.0.0.1:8080' --port 7110"),
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<FaultProxyOptions>();
      const { route, host, port } = options;
      const { faultUrls, addresses } = await serveFaultProxy({ routes: route.join(','), host, port });
      const rows = Object.entries(addresses).map(([name, at]) => [
        name,
        `${at.host}:${at.port}`,
        faultUrls[name]!,
      ]);
      new Output(options).result(
        { faultUrls, addresses },
        table([['route', 'listens', 'faults url'], ...rows]),
      );
    });
}
