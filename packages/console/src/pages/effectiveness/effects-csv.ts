import type { PreventionEffectView, TypeEffectView } from '../../api/types.ts';
import { csvOf } from '../../format/csv.ts';

type Effect = Pick<
  TypeEffectView & PreventionEffectView,
  'kind' | 'before' | 'after' | 'rate' | 'anytime' | 'headline'
>;

const header = [
  ...[
    'name',
    'answer',
    'before a month',
    'before low',
    'before high',
    'after a month',
    'after low',
    'after high',
  ],
  ...['ratio', 'ratio low (any look)', 'ratio high (any look)', 'headline'],
];

/** Every figure with its interval; an empty cell is a figure that does not exist. */
export function effectsCsv(rows: readonly (Effect & { readonly name: string })[]): string {
  return csvOf(
    header,
    rows.map(({ name, kind, before, after, rate, anytime, headline }) => {
      const early = before ?? rate;
      const figures = [
        ...[early.perMonth, early.low, early.high, after?.perMonth, after?.low, after?.high],
        ...[anytime?.estimate, anytime?.low, anytime?.high],
      ];
      return [name, kind, ...figures.map((value) => value ?? undefined), headline];
    }),
  );
}
