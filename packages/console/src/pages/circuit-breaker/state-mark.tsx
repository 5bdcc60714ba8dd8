import type { BreakerView } from '../../api/types.ts';
import { Mark } from '../../components/mark.tsx';

const looks = {
  closed: { tone: 'good', icon: 'good' },
  'half-open': { tone: 'warn', icon: 'clock' },
  open: { tone: 'bad', icon: 'bad' },
  isolated: { tone: 'warn', icon: 'held' },
} as const;

/** The state of a circuit, as the field calls it. */
export function StateMark({ state }: { state: BreakerView['state'] }) {
  const { tone, icon } = looks[state];
  return (
    <Mark tone={tone} icon={icon}>
      {state}
    </Mark>
  );
}
