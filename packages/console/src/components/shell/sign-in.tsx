import { type FormEvent, useState } from 'react';
import { signIn } from '../../api/session.ts';
import { Brand } from '../brand.tsx';
import { Command } from '../command.tsx';
import { Note } from '../note.tsx';
import { PageTitle } from '../page-title.tsx';

/** Asks for a token, and says how to get one. */
export function SignIn({ refused }: { refused: boolean }) {
  const [token, setToken] = useState('');
  const [remember, setRemember] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() !== '') signIn(token.trim(), { remember });
  };
  return (
    <main className="alone">
      <div className="brand">
        <Brand />
      </div>
      <PageTitle>Sign in with a token</PageTitle>
      {refused && (
        <div role="alert">
          <Note tone="bad">
            <p className="strong">The governor does not accept this token.</p>
            <p className="muted">It was mistyped, revoked, or belongs to another governor.</p>
          </Note>
        </div>
      )}
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>Token</span>
          <input
            className="input"
            type="password"
            autoComplete="current-password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            spellCheck={false}
            required
          />
        </label>
        <label className="check">
          <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.target.checked)} />
          Stay signed in with this browser
        </label>
        <button type="submit" className="button primary">
          Sign in
        </button>
      </form>
      <div className="stack">
        <p className="muted">
          The governor printed one when it first started. This prints another, on the machine that it runs on;
          whoever is to freeze and to start drills needs <code>--role operator</code>.
        </p>
        <Command>npx ounce token create</Command>
      </div>
    </main>
  );
}
