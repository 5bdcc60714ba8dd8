import { setTheme, type Theme, themes, useTheme } from '../../theme.ts';
import { Icon, type IconName } from '../icon.tsx';

const looks: Readonly<Record<Theme, { icon: IconName; label: string }>> = {
  system: { icon: 'system', label: 'as the system' },
  light: { icon: 'sun', label: 'light' },
  dark: { icon: 'moon', label: 'dark' },
};

/** Goes through system, light and dark. */
export function ThemeButton() {
  const theme = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  const label = `Theme: ${looks[theme].label}. Change to ${looks[next].label}.`;
  return (
    <button
      type="button"
      className="button quiet icon-only"
      onClick={() => setTheme(next)}
      aria-label={label}
      title={label}
    >
      <Icon name={looks[theme].icon} />
    </button>
  );
}
