import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { guardRailSpecs } from '../safety/rails.ts';
import { controls } from './registry.ts';
import { settingsTable } from './settings-table.ts';

const page = (name: string) =>
  readFileSync(new URL(`../../../../docs/controls/${name}.md`, import.meta.url), 'utf8');

it('each control’s page carries the table of its settings as it is', () => {
  for (const control of controls) expect(page(control.id)).toContain(settingsTable(control.settings));
});

it('the gate’s page carries the table of the guard rails as it is', () => {
  expect(page('acting-gate')).toContain(settingsTable(guardRailSpecs));
});
