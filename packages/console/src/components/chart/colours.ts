const tokens = [
  'text',
  'muted',
  'faint',
  'grid',
  'surface',
  'depth',
  'forecast',
  'replicas',
  'desired',
  'fault',
  'good',
  'warn',
  'bad',
  'accent',
] as const;

export type ColourName = (typeof tokens)[number];
export type Colours = Readonly<Record<ColourName, string>>;

/** The design tokens as a canvas understands them: it knows neither custom properties nor `light-dark()`. */
export function readColours(element: HTMLElement): Colours {
  const probe = element.ownerDocument.createElement('span');
  element.append(probe);
  const read = (name: ColourName) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(tokens.map((name) => [name, read(name)])) as Record<ColourName, string>;
  probe.remove();
  return colours;
}

/** The same colour, let through: `share` from 0 (not there) to 1. Takes what a browser computes, `rgb(…)`. */
export function fade(colour: string, share: number): string {
  return colour.replace(/^rgb\((.+)\)$/, (_, parts: string) => `rgba(${parts}, ${share})`);
}
