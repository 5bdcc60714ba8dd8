import { createContext, type ReactNode, use, useEffect, useMemo, useSyncExternalStore } from 'react';
import { LiveConnection, type LiveSnapshot } from './live-connection.ts';
import { refuseToken } from './session.ts';
import type { LiveState } from './types.ts';

const Connection = createContext<LiveConnection | undefined>(undefined);

/** Holds the one live connection of the console open while it is mounted. */
export function LiveProvider({ token, children }: { token: string; children: ReactNode }) {
  const connection = useMemo(() => new LiveConnection(token, () => refuseToken(token)), [token]);
  useEffect(() => connection.open(), [connection]);
  return <Connection value={connection}>{children}</Connection>;
}

function useConnection(): LiveConnection {
  const connection = use(Connection);
  if (!connection) throw new Error('A live page was rendered outside LiveProvider.');
  return connection;
}

export function useLive(): LiveSnapshot & { retryNow: () => void } {
  const connection = useConnection();
  const snapshot = useSyncExternalStore(connection.subscribe, connection.snapshot);
  return { ...snapshot, retryNow: connection.retryNow };
}

/** The newest state. Only for what the shell renders after the first state has come. */
export function useLiveState(): LiveState {
  const { latest } = useLive();
  if (!latest) throw new Error('A page was rendered before the first state.');
  return latest.state;
}
