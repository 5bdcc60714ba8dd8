import { Mark } from '../../components/mark.tsx';
import { type Status, statusLooks } from './prevention-words.ts';

export function StatusMark({ status }: { status: Status }) {
  const { label, tone, icon, says } = statusLooks[status];
  return (
    <Mark tone={tone} icon={icon} title={says} pill>
      {label}
    </Mark>
  );
}
