import type { CriterionView } from '../api/types.ts';
import { Icon, type IconName } from './icon.tsx';

const looks: Readonly<Record<CriterionView['state'], { icon: IconName; tone: string; word: string }>> = {
  pending: { icon: 'pending', tone: 'tone-plain', word: 'pending' },
  met: { icon: 'good', tone: 'tone-good', word: 'met' },
  failed: { icon: 'bad', tone: 'tone-bad', word: 'failed' },
};

/** What an experiment is judged by, each with where it stands. */
export function CriteriaList({ criteria }: { criteria: readonly CriterionView[] }) {
  return (
    <ul className="criteria">
      {criteria.map(({ says, state }) => {
        const { icon, tone, word } = looks[state];
        return (
          <li key={says}>
            <span className={tone}>
              <Icon name={icon} size={14} />
            </span>
            <span>
              {says}
              <span className="unseen"> ({word})</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
