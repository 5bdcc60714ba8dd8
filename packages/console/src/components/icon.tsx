/** Stroke paths on a 16 by 16 grid. */
const paths = {
  overview: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  queue: 'M2.5 4h11M2.5 8h11M2.5 12h6M11.5 10.5v4M9.5 12.5h4',
  breaker: 'M1.5 11h3l5.5-6M11 11h3.5M4.5 11a.9.9 0 1 0 0-.1M11 11a.9.9 0 1 0 0-.1',
  incident: 'M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1',
  experiment: 'M6 2h4M6.8 2v4L3 12.6c-.4.7.1 1.4.8 1.4h8.4c.7 0 1.2-.7.8-1.4L9.2 6V2M4.8 10h6.4',
  capacity: 'M2.5 13.5v-4h3v4zM6.5 13.5v-7h3v7zM10.5 13.5v-11h3v11z',
  scaling: 'M2.5 13.5h3v-3h3v-3h3v-5M9.3 4.7l2.2-2.2 2.2 2.2',
  control: 'M2.5 4.5h6M11.5 4.5h2M10 2.8v3.4M2.5 11.5h2M7.5 11.5h6M6 9.8v3.4',
  review: 'M3 2h7l3 3v9H3zM5.5 7h5M5.5 9.5h5M5.5 12h3',
  prevention: 'M8 1.8 13.5 4v4c0 3-2.3 5.2-5.5 6.2C4.8 13.2 2.5 11 2.5 8V4zM5.6 8l1.7 1.7 3.2-3.4',
  roadmap: 'M2.5 3.5h5v2.5h-5zM6 7h5v2.5H6zM9 10.5h4.5V13H9z',
  knowledge: 'M3 2.5h4.2c.5 0 .8.4.8.8v10.2c0-.6-.4-1-1-1H3zM13 2.5H8.8c-.5 0-.8.4-.8.8v10.2c0-.6.4-1 1-1h4z',
  report: 'M4 1.8h5.5L12.5 5v9.2H4zM9.3 1.8V5h3.2M6 8h4.5M6 10.8h4.5',
  effect: 'M2.5 3v10.5h11M5 6l3 3.5 2-2 3.5 4M13.5 8.6v2.9h-2.9',
  freeze: 'M8 1.5v13M2.4 4.7l11.2 6.6M13.6 4.7 2.4 11.3M6.3 2.6 8 4.2l1.7-1.6M6.3 13.4 8 11.8l1.7 1.6',
  lift: 'M5 7.5V5a3 3 0 0 1 5.8-1M3.5 7.5h9v6h-9z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.4v1.4M8 13.2v1.4M1.4 8h1.4M13.2 8h1.4M3.3 3.3l1 1M11.7 11.7l1 1M12.7 3.3l-1 1M4.3 11.7l-1 1',
  moon: 'M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7z',
  system: 'M2 3h12v8H2zM5.5 14h5M8 11v3',
  menu: 'M2 4.5h12M2 8h12M2 11.5h12',
  good: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M5.3 8.2l1.9 1.9 3.6-4',
  bad: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  clock: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.6V8l2.3 1.6',
  pending: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 7.4v3.4M8 5.1v.1',
  up: 'M8 13V3.5M4 7.2l4-4 4 4',
  down: 'M8 3v9.5M4 8.8l4 4 4-4',
  held: 'M5.5 3.5v9M10.5 3.5v9',
  unplugged:
    'M2 2l12 12M5 10.6a4.2 4.2 0 0 1 2.2-1.2M9.9 9.9c.4.2.8.4 1.1.7M2.4 7.7A8 8 0 0 1 5 6M8.6 5.1a8 8 0 0 1 5 2.6M8 13v.1',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  done: 'M3 8.5l3.2 3.2L13 4.8',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  back: 'M10 3.5 5.5 8l4.5 4.5',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  leave: 'M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6',
} as const;

export type IconName = keyof typeof paths;

/** A small line drawing. It never stands alone for a meaning: the words beside it, or the button's label, say it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <path
        d={paths[name]}
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
