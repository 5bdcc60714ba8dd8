import { describe, expect, test } from 'vitest';
import { chosen, mergeForms, type ReviewForm } from './review-form.ts';

const base: ReviewForm = {
  ...{ title: 'Slow', timeline: [], rootCauses: ['a'], actions: [{ text: 'one', done: false }] },
  ...{ impact: '', contributingFactors: '', whyNotCaught: '', wentWell: '', lessons: 'old', resolution: '' },
};

describe('two edits of the same version', () => {
  test('are put together where only one has changed something', () => {
    const mine = { ...base, lessons: 'mine', owner: 'Ada' };
    const theirs = { ...base, impact: 'big', rootCauses: ['a', 'b'] };
    expect(mergeForms(base, mine, theirs)).toEqual({
      form: { ...base, lessons: 'mine', owner: 'Ada', impact: 'big', rootCauses: ['a', 'b'] },
      disagreements: [],
    });
  });

  test('disagree where both have, and say so by heading', () => {
    const { form, disagreements } = mergeForms(
      base,
      { ...base, lessons: 'mine' },
      { ...base, lessons: 'theirs' },
    );
    expect(form.lessons).toBe('mine');
    expect(disagreements).toEqual([{ field: 'lessons', heading: 'Lessons', mine: 'mine', theirs: 'theirs' }]);
  });

  test('agree when both have changed the same to the same', () => {
    const both = { ...base, title: 'Very slow' };
    expect(mergeForms(base, both, both).disagreements).toEqual([]);
  });

  test('can both be kept: texts after each other, entries of lists once', () => {
    const mine = { ...base, lessons: 'mine', rootCauses: ['a', 'c'] };
    const theirs = { ...base, lessons: 'theirs', rootCauses: ['a', 'b'] };
    expect(chosen('lessons', 'both', mine, theirs)).toBe('theirs\n\nmine');
    expect(chosen('rootCauses', 'both', mine, theirs)).toEqual(['a', 'b', 'c']);
  });
});
