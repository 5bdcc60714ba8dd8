import { expect, it } from 'vitest';
import { builtInIncidentTypes } from '../model/incident-type.ts';
import { controlById, controls, settingsOf } from './registry.ts';

it('every control has its own id, a built-in incident type, and defaults that make sense', () => {
  expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
  for (const control of controls) {
    expect(builtInIncidentTypes).toContain(control.incidentType);
    expect(control.checkSettings?.(settingsOf(control)) ?? []).toEqual([]);
    for (const spec of Object.values(control.settings)) {
      const { default: value, min, max } = spec as { default: number; min: number; max: number };
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
    }
    const state = control.initialState(settingsOf(control));
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  }
});

it('finds a control by its id, and takes what is set over the defaults', () => {
  const control = controlById('predictive-scaling')!;
  expect(settingsOf(control, { threshold: 500 })).toMatchObject({ threshold: 500, perReplicaRate: 10 });
  expect(controlById('astrology')).toBeUndefined();
});
