const key = 'ounce.token';

/** The token in a sign-in link's fragment (`#token=...`): fragments never reach a server or its logs. */
export function tokenInFragment(fragment: string): string | undefined {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token')?.trim() || undefined;
}

/** Takes the token out of a sign-in link, and out of the address bar and the history with it. */
export function takeTokenFromAddress(): string | undefined {
  const token = tokenInFragment(location.hash);
  if (token !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

/** The kept token: this tab's own before the one that this browser remembers. */
export function readToken(): string | undefined {
  return sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? undefined;
}

/** Keeps a token until the tab is closed, or (`remember`) until somebody signs out. */
export function keepToken(token: string, { remember }: { remember: boolean }): void {
  forgetToken();
  (remember ? localStorage : sessionStorage).setItem(key, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(key);
  localStorage.removeItem(key);
}
