/** No more than `most` of them: of each stretch the one that stands out most, so that no peak is lost. */
export function thin<Item>(items: readonly Item[], most: number, height: (item: Item) => number): Item[] {
  if (items.length <= most) return [...items];
  const length = Math.ceil(items.length / most);
  return Array.from({ length: Math.ceil(items.length / length) }, (_, i) =>
    items.slice(i * length, (i + 1) * length).reduce((a, b) => (height(b) > height(a) ? b : a)),
  );
}
