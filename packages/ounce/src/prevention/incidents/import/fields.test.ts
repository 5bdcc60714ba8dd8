import { expect, test } from 'vitest';
import { guessColumns } from './fields.ts';

test('guesses what columns mean, however they are written, and the better of two', () => {
  const columns = [
    'Incident ID',
    'Created',
    'Started At (UTC)',
    'end_time',
    'Priority',
    'Components',
    'Title',
    'Notes',
  ];
  expect(guessColumns(columns)).toEqual({
    ...{ id: 'Incident ID', started: 'Started At (UTC)', resolved: 'end_time', severity: 'Priority' },
    ...{ service: 'Components', summary: 'Title' },
  });
});

test('guesses nothing where nothing is known', () => {
  expect(guessColumns(['colour', 'shape'])).toEqual({});
});
