/**
 * Stops one process (SIGSTOP) and sees to it that it goes on (SIGCONT): when nobody renews, at the end time, when it is told
 * to, and when whoever started it is gone, which shows as the end of its input. It is a process of its own because the one
 * that asked for the fault may be killed at any moment.
 *
 *     node watchdog.ts PID START_TIME LEASE_MS ENDS_IN_MS      a line on stdin renews; `stopped` on stdout says that it holds
 */
import { createInterface } from 'node:readline';
import { isAlive } from '../../ports/process-identity.ts';

const [pidText, startTime = '', leaseText, endsInText] = process.argv.slice(2);
const victim = { pid: Number(pidText), startTime };
const leaseMs = Number(leaseText);

function signalVictim(name: 'SIGSTOP' | 'SIGCONT'): void {
  // Never another process that has got the same pid meanwhile.
  if (isAlive(victim)) process.kill(-victim.pid, name);
}

function finish(): void {
  try {
    signalVictim('SIGCONT');
  } finally {
    process.exit(0);
  }
}

process.on('SIGTERM', finish).on('SIGINT', finish).on('SIGHUP', finish).on('uncaughtException', finish);
let lease = setTimeout(finish, leaseMs);
setTimeout(finish, Number(endsInText));
const renewals = createInterface({ input: process.stdin });
renewals.on('line', () => {
  clearTimeout(lease);
  lease = setTimeout(finish, leaseMs);
});
renewals.on('close', finish);
signalVictim('SIGSTOP');
process.stdout.write('stopped\n');
