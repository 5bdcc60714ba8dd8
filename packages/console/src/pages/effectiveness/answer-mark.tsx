import type { TypeEffectView } from '../../api/types.ts';
import type { IconName } from '../../components/icon.tsx';
import { Mark, type Tone } from '../../components/mark.tsx';

const answers: Readonly<Record<TypeEffectView['kind'], { tone: Tone; icon: IconName; says: string }>> = {
  improved: { tone: 'good', icon: 'good', says: 'Improved' },
  worse: { tone: 'bad', icon: 'bad', says: 'Worse' },
  disagreement: { tone: 'warn', icon: 'incident', says: 'They disagree' },
  'not-yet-known': { tone: 'plain', icon: 'clock', says: 'Not yet known' },
  'no-comparison': { tone: 'plain', icon: 'pending', says: 'Nothing to compare' },
};

/** The answer in two words; its sentence stands beside it. */
export function AnswerMark({ kind }: { kind: TypeEffectView['kind'] }) {
  const { tone, icon, says } = answers[kind];
  return (
    <Mark tone={tone} icon={icon} pill>
      {says}
    </Mark>
  );
}
