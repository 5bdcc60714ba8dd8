import { expect, it } from 'vitest';
import { inShare, stablePosition } from './share.ts';

it('G4: positions stay the same for good, since a changed hash would move every gradual rollout', () => {
  expect(stablePosition('predictive-scaling/consumer@local')).toBeCloseTo(0.069919, 6);
  expect(stablePosition('')).toBeLessThan(1);
});

it('G4: a share of names is chosen about as often as the share says, also when names differ in one digit', () => {
  for (const share of [0.05, 0.2, 0.5, 0.9]) {
    let chosen = 0;
    for (let i = 0; i < 10_000; i++)
      if (inShare('predictive-scaling', { service: `service-${i}`, region: 'eu' }, share)) chosen++;
    expect(chosen / 10_000).toBeCloseTo(share, 1);
  }
});

it('G4: another control starts with other services', () => {
  const first = (control: string) =>
    Array.from({ length: 200 }, (_, i) => i).filter((i) =>
      inShare(control, { service: `s${i}`, region: 'eu' }, 0.1),
    );
  expect(first('predictive-scaling')).not.toEqual(first('canary'));
});
