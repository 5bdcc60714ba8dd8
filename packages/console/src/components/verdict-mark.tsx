import type { VerdictView } from '../api/types.ts';
import type { IconName } from './icon.tsx';
import { Mark, type Tone } from './mark.tsx';

const looks: Readonly<Record<VerdictView['kind'], { tone: Tone; icon: IconName; label: string }>> = {
  passed: { tone: 'good', icon: 'good', label: 'Passed' },
  failed: { tone: 'bad', icon: 'bad', label: 'Failed' },
  aborted: { tone: 'warn', icon: 'held', label: 'Aborted' },
  invalid: { tone: 'warn', icon: 'info', label: 'Invalid' },
  not_rolled_back: { tone: 'bad', icon: 'incident', label: 'Not rolled back' },
};

export function VerdictMark({ kind }: { kind: VerdictView['kind'] }) {
  const { tone, icon, label } = looks[kind];
  return (
    <Mark tone={tone} icon={icon} pill>
      {label}
    </Mark>
  );
}
