import { useSyncExternalStore } from 'react';
import { forgetToken, keepToken, readToken, takeTokenFromAddress } from './token.ts';

/** Who is looking: somebody with a token, or nobody, and whether the token they had was turned away. */
export type Session =
  | { readonly kind: 'signed-out'; readonly refused: boolean }
  | { readonly kind: 'signed-in'; readonly token: string };

let session: Session = { kind: 'signed-out', refused: false };
const listeners = new Set<() => void>();

function become(next: Session) {
  session = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function signIn(token: string, options: { remember: boolean }): void {
  keepToken(token, options);
  become({ kind: 'signed-in', token });
}

export function signOut(): void {
  forgetToken();
  become({ kind: 'signed-out', refused: false });
}

/** The API has answered 401: the token is of no use any more. */
export function refuseToken(token: string): void {
  if (session.kind !== 'signed-in' || session.token !== token) return;
  forgetToken();
  become({ kind: 'signed-out', refused: true });
}

function takeSignInLink() {
  const token = takeTokenFromAddress();
  if (token !== undefined) signIn(token, { remember: false });
}

/** Called once at start: takes the token from a sign-in link, else the one that was kept. */
export function startSession(): void {
  takeSignInLink();
  // A sign-in link that is opened in this very tab changes only the fragment.
  addEventListener('hashchange', takeSignInLink);
  const kept = readToken();
  if (session.kind === 'signed-out' && kept !== undefined) become({ kind: 'signed-in', token: kept });
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, () => session);
}
