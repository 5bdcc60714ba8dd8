import { readdirSync, readFileSync } from 'node:fs';

interface ProcessTimes {
  readonly parent: number;
  readonly cpuSeconds: number;
}

const ticksPerSecond = 100;

/** CPU time of every process, by id, from Linux's /proc. */
function readAll(): Map<number, ProcessTimes> {
  const all = new Map<number, ProcessTimes>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      all.set(Number(entry), { parent: Number(fields[1]), cpuSeconds: ticks / ticksPerSecond });
    } catch {
      // It ended while the list was read.
    }
  }
  return all;
}

/**
 * Cores used by each group of processes between the call and the call of what it returns. A process belongs to a group
 * when its id, or its parent's, is among the group's.
 */
export function measureCores(
  groups: Readonly<Record<string, readonly number[]>>,
): () => Record<string, number> {
  const before = readAll();
  const startedAt = performance.now();
  return () => {
    const after = readAll();
    const seconds = (performance.now() - startedAt) / 1000;
    const used = (ids: readonly number[]) => {
      const members = [...after].filter(([id, { parent }]) => ids.includes(id) || ids.includes(parent));
      const cpu = members.map(([id, { cpuSeconds }]) => cpuSeconds - (before.get(id)?.cpuSeconds ?? 0));
      return cpu.reduce((sum, one) => sum + one, 0) / seconds;
    };
    return Object.fromEntries(Object.entries(groups).map(([name, ids]) => [name, used(ids)]));
  };
}
