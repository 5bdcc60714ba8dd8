import { Outlet } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useLive } from '../../api/live.tsx';
import { useFollowExperiment } from '../../api/use-follow-experiment.ts';
import { useStateAgeMs } from '../../api/use-now.ts';
import { Icon } from '../icon.tsx';
import { ConnectionLost, ConnectionMark, oldStateMs } from './connection.tsx';
import { FreezeBanner } from './freeze-banner.tsx';
import { FreezeDialog } from './freeze-dialog.tsx';
import { Side } from './side.tsx';
import { ThemeButton } from './theme-button.tsx';
import { Waiting } from './waiting.tsx';

type Asking = 'freeze' | 'lift' | undefined;

/** The frame of every page: navigation, the header with the freeze button, and the two things that concern everything. */
export function Shell() {
  const { link, latest } = useLive();
  const old = useStateAgeMs() > oldStateMs || link.kind === 'lost';
  const [asking, setAsking] = useState<Asking>();
  const freezeButton = useRef<HTMLButtonElement>(null);
  const [sideOpen, setSideOpen] = useState(false);
  useFollowExperiment();
  useEffect(() => {
    if (!sideOpen) return;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setSideOpen(false);
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [sideOpen]);

  if (!latest) return <Waiting />;
  const { freeze, fleet, simulated } = latest.state;
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <div className="header-wrap">
        <header className="header">
          <button
            type="button"
            className="button quiet icon-only only-narrow"
            onClick={() => setSideOpen(true)}
            aria-label="Open the navigation"
            aria-expanded={sideOpen}
          >
            <Icon name="menu" />
          </button>
          <span className="header-fleet">{fleet}</span>
          <ConnectionMark />
          <div className="header-actions">
            <ThemeButton />
            <button
              type="button"
              ref={freezeButton}
              className={`button ${freeze.frozen ? '' : 'alarm-outline'}`}
              onClick={() => setAsking(freeze.frozen ? 'lift' : 'freeze')}
            >
              <Icon name={freeze.frozen ? 'lift' : 'freeze'} size={14} />
              {freeze.frozen ? 'Frozen' : 'Freeze'}
            </button>
          </div>
        </header>
        {simulated && (
          <p className="simulated-banner">
            <strong>Simulated.</strong> Nothing here really happened; it is kept apart from any evidence.
          </p>
        )}
        <FreezeBanner freeze={freeze} onLift={() => setAsking('lift')} />
      </div>
      <Side open={sideOpen} onClose={() => setSideOpen(false)} />
      <main className="main" id="main" tabIndex={-1} data-old={old}>
        <Outlet />
      </main>
      <ConnectionLost />
      {asking && (
        <FreezeDialog
          freeze={asking === 'freeze'}
          onClose={() => setAsking(undefined)}
          returnTo={freezeButton}
        />
      )}
    </div>
  );
}
