type LogLevel = 'info' | 'warn' | 'error';

export type Log = (event: string, fields?: Readonly<Record<string, unknown>>, level?: LogLevel) => void;

/** One JSON line per event on stdout: `at` (ISO time), `level`, `service`, `instance`, `event`, and the fields given. */
export function createLog(service: string, instance: string): Log {
  return (event, fields = {}, level = 'info') => {
    const line = { at: new Date().toISOString(), level, service, instance, event, ...fields };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}

/** What an unknown thrown value has to say, with its cause (a refused connection often speaks only there). */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${messageOf(error.cause)})`;
}
