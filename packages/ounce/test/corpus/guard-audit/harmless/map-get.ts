const get = new Map<string, number>();
export const value = get.get('k') ?? get.set('k', 1).get('k');
export const more = new Set(['a']).has('a');
