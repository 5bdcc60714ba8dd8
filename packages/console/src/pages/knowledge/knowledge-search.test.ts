import { expect, test } from 'vitest';
import { readKnowledgeSearch } from './knowledge-search.ts';

test('an address may say anything', () => {
  expect(readKnowledgeSearch({ field: 'solution', query: 'index' })).toEqual({
    field: 'solution',
    query: 'index',
  });
  expect(readKnowledgeSearch({ field: 'nothing', query: 500 })).toEqual({ query: '500' });
  expect(readKnowledgeSearch({ query: ['x'] })).toEqual({});
});
