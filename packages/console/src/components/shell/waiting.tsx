import { useLive } from '../../api/live.tsx';
import { signOut } from '../../api/session.ts';
import { Brand } from '../brand.tsx';
import { Command } from '../command.tsx';
import { Skeleton } from '../empty.tsx';
import { Note } from '../note.tsx';
import { PageTitle } from '../page-title.tsx';

/** Before the first state: the frame of what comes, or why it does not come. */
export function Waiting() {
  const { link, retryNow } = useLive();
  if (link.kind !== 'lost') {
    return (
      <div className="waiting">
        <Skeleton height={32} label="Waiting for the first state of the fleet" />
        <Skeleton height={96} label="" />
        <Skeleton height={340} label="" />
      </div>
    );
  }
  return (
    <main className="alone">
      <div className="brand">
        <Brand />
      </div>
      <PageTitle>The governor does not answer</PageTitle>
      <Note tone="warn">
        <p>{link.why} The console keeps trying by itself.</p>
      </Note>
      <p className="muted">On the machine that it runs on, this says what is wrong:</p>
      <Command>npx ounce doctor</Command>
      <div className="row">
        <button type="button" className="button primary" onClick={retryNow}>
          Try now
        </button>
        <button type="button" className="button quiet" onClick={signOut}>
          Use another token
        </button>
      </div>
    </main>
  );
}
