import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { openFileJournal } from '../../../src/connectors/file-journal/index.ts';
import { openLedger, type VerifyReport } from '../../../src/ledger/index.ts';
import { isAlive } from '../../../src/ports/process-identity.ts';
import { dump } from '../ledger/dump.ts';

const service = fileURLToPath(new URL('./fixtures/service.mjs', import.meta.url));

/** A folder with a config of two services: one that nobody scales, and one that has too few. */
export class FakeFleet {
  readonly folder = mkdtempSync(join(tmpdir(), 'ounce-kill-'));
  readonly stateFolder = join(this.folder, 'state');
  readonly #pids = join(this.folder, 'pids.txt');

  constructor() {
    writeFileSync(this.#pids, '');
    writeFileSync(join(this.folder, 'ounce.config.json'), JSON.stringify(this.#config()));
  }

  #config() {
    const member = { command: [process.execPath, service], env: { PIDS: this.#pids }, drainMs: 2_000 };
    const every = { intervalMs: 1_000 };
    return {
      fleet: { name: 'fake fleet', regions: ['local'] },
      stateFolder: 'state',
      api: { port: 0 },
      services: {
        steady: { process: { ...member, replicas: 2 } },
        consumer: {
          process: { ...member, replicas: 1 },
          metrics: {
            queueDepth: { query: 'max(queue_depth)', of: 'steady', ...every },
            arrivalRate: { query: 'max(arrivals_per_second)', of: 'steady', ...every },
          },
          detect: { queue_backlog: { above: 500, forMs: 1_000, normalBelow: 100, normalForMs: 1_000 } },
          controls: {
            'predictive-scaling': {
              mode: 'enforced',
              guardRails: { ceiling: 6, maxStepUp: 1, maxStepUpShare: 0, cooldownOutMs: 0 },
            },
          },
        },
      },
    };
  }

  /** Of the instances that the state folder knows and that are alive, by id. */
  running(name: string): Record<string, number> {
    const folder = join(this.stateFolder, 'processes');
    const records = readdirSync(folder)
      .filter((file) => file.startsWith(name) && file.endsWith('.json'))
      .map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(folder, file), 'utf8'))] as const)
      .filter(([, record]) => record.pid && isAlive(record));
    return Object.fromEntries(records.map(([id, { pid }]) => [id, pid]));
  }

  /** Every member that was ever started. */
  everStarted(): number[] {
    return readFileSync(this.#pids, 'utf8').split('\n').filter(Boolean).map(Number);
  }

  /** What a dead governor has left: its chain, its notes' hashes by seq, and whether its tables are those of the journal. */
  async audit(): Promise<{
    chain: VerifyReport;
    notes: Map<number, string>;
    same: boolean;
    actions: number;
  }> {
    const journal = await openFileJournal({ path: join(this.stateFolder, 'journal.ndjson') });
    const readModelPath = join(this.stateFolder, 'read-model.sqlite');
    const ledger = await openLedger({ journal, readModelPath, clock: systemClock() });
    const notes = new Map<number, string>();
    let actions = 0;
    for await (const { seq, kind, hash } of journal.read(0)) {
      if (kind === 'note.added') notes.set(seq, hash);
      if (kind === 'action.taken') actions++;
    }
    const before = dump(readModelPath);
    const chain = await ledger.verify();
    await ledger.rebuild();
    const same = JSON.stringify(dump(readModelPath)) === JSON.stringify(before);
    await ledger.close();
    return { chain, notes, same, actions };
  }

  /** Ends what a failed test has left; by the ids of what this fleet itself has started. */
  async remove(): Promise<void> {
    // A member that was started in the last moment writes its id down within milliseconds.
    await systemClock().sleep(300);
    for (const pid of this.everStarted())
      try {
        if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(service)) process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    rmSync(this.folder, { recursive: true, maxRetries: 5 });
  }
}
