import { Link } from '@tanstack/react-router';
import { PageTitle } from '../page-title.tsx';

export function NotFound() {
  return (
    <div className="empty">
      <PageTitle>There is no such page</PageTitle>
      <p>The address may be of another version of Ounce.</p>
      <Link to="/" className="button primary">
        To the overview
      </Link>
    </div>
  );
}
