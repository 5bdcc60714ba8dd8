import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'accent';

interface MarkProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly children: string;
  readonly pill?: boolean;
  readonly title?: string | undefined;
}

/** A state: a shape, a word and a colour, in this order of importance. */
export function Mark({ tone, icon, children, pill = false, title }: MarkProps) {
  return (
    <span className={`mark tone-${tone}${pill ? ' pill' : ''}`} title={title}>
      <Icon name={icon} size={13} />
      {children}
    </span>
  );
}
