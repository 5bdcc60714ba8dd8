/** Why a connection came to nothing, as a clause. */
export function sayFailure(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === 'ECONNREFUSED') return 'the connection is refused';
  if (code === 'ECONNRESET') return 'the connection was reset';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'there is no way to it';
  return message || String(code ?? error);
}

export const noAnswer = (timeoutMs: number) => ({
  kind: 'down' as const,
  why: `no answer within ${timeoutMs / 1000} s`,
  unresponsive: true,
});
