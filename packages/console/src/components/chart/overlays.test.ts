import { expect, test } from 'vitest';
import { type Marker, markersNear } from './overlays.ts';

const marker = (atMs: number): Marker => ({ atMs, shape: 'out', says: `${atMs}` });

test('the nearest markers are told first, and at most two of them', () => {
  const markers = [marker(100), marker(140), marker(148), marker(155)];
  expect(markersNear(markers, 150, 20).map(({ atMs }) => atMs)).toEqual([148, 155]);
  expect(markersNear(markers, 300, 20)).toEqual([]);
});
