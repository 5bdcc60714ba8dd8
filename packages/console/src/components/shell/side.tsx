import { Link } from '@tanstack/react-router';
import { useLiveState } from '../../api/live.tsx';
import { useWhoami } from '../../api/queries.ts';
import { signOut } from '../../api/session.ts';
import { navigation } from '../../navigation.ts';
import { Brand } from '../brand.tsx';
import { Icon } from '../icon.tsx';

function Foot() {
  const { version } = useLiveState();
  const { data: me } = useWhoami();
  return (
    <div className="side-foot">
      <span>
        Ounce {version}
        {me && ` · ${me.role}`}
      </span>
      <div className="row spread">
        <a className="link" href="/api/docs">
          API
        </a>
        <button type="button" className="button quiet" onClick={signOut}>
          <Icon name="leave" size={14} />
          Sign out
        </button>
      </div>
    </div>
  );
}

/** The navigation: a column on wide screens, a drawer on narrow ones. */
export function Side({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { openIncidents } = useLiveState();
  const real = openIncidents.filter(({ drill }) => !drill).length;
  return (
    <>
      {open && (
        <button type="button" className="side-backdrop" onClick={onClose} aria-label="Close the navigation" />
      )}
      <nav className="side" data-open={open} aria-label="Console">
        <Link to="/" className="brand" onClick={onClose}>
          <Brand />
        </Link>
        {navigation.map((group, index) => (
          <div className="nav-group" key={group.title ?? index}>
            {group.title && <h3>{group.title}</h3>}
            {group.entries.map(({ to, label, icon }) => (
              <Link
                key={to}
                to={to}
                className="nav-link"
                onClick={onClose}
                activeOptions={{ exact: true, includeSearch: false }}
              >
                <Icon name={icon} />
                {label}
                {to === '/incidents' && real > 0 && <span className="nav-count">{real} open</span>}
              </Link>
            ))}
          </div>
        ))}
        <Foot />
      </nav>
    </>
  );
}
