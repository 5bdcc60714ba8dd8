import type { SettingSpec } from '../model/control.ts';

/** The settings as a Markdown table, for the pages in `docs/`: made from the same data as the config schema. */
export function settingsTable(specs: Readonly<Record<string, SettingSpec>>): string {
  const rows = Object.entries(specs).map(
    ([name, { default: value, min, max, unit, says }]) =>
      `| \`${name}\` | ${value} | ${min} to ${max} | ${unit} | ${says} |`,
  );
  return ['| setting | default | range | unit | |', '|---|---|---|---|---|', ...rows].join('\n');
}
