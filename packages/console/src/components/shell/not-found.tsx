import { Link } from '@tanstack/react-router';

export function NotFound() {
  return (
    <div className="empty">
      <h1>There is no such page</h1>
      <p>The address may be of another version of Ounce.</p>
      <Link to="/" className="button primary">
        To the overview
      </Link>
    </div>
  );
}
