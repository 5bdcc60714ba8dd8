/** CPU seconds of this whole process (garbage collection threads too) while `work` runs: a busy machine does not count. */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
