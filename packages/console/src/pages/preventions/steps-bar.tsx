/** How many steps are done; the words say it, the bar only repeats them. */
export function StepsBar({ done, all }: { done: number; all: number }) {
  if (all === 0) return <span className="faint">no steps</span>;
  return (
    <span className="steps-bar">
      <svg viewBox="0 0 48 6" width={48} height={6} aria-hidden="true">
        <rect width={48} height={6} rx={3} className="steps-bar-all" />
        <rect width={(48 * done) / all} height={6} rx={3} className="steps-bar-done" />
      </svg>
      {done}/{all}
    </span>
  );
}
