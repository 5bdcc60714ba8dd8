import { usePreventionEffects } from '../../api/effectiveness.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { EffectTable } from './effect-table.tsx';
import { effectsCsv } from './effects-csv.ts';

/** The newest preventions that protect by now, each with its own before and after. */
export function PreventionsPanel() {
  const { data, error } = usePreventionEffects();
  const items = data?.items ?? [];
  return (
    <Panel
      title="Preventions"
      aside={
        items.length > 0 ? (
          <CsvExport
            fileName="prevention-effects"
            text={() => effectsCsv(items.map((item) => ({ ...item, name: item.id })))}
          />
        ) : null
      }
    >
      {error && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={120} label="Measuring preventions" />}
      {data && items.length === 0 && (
        <Empty title="No prevention protects yet">
          Complete a prevention, or roll it out to a first service: from then on this shows what it does.
        </Empty>
      )}
      {items.length > 0 && (
        <EffectTable
          label="Effect of each prevention"
          rows={items.map((item) => ({
            ...item,
            // One that was to shorten times is judged by them.
            kind: (item.times ?? item).kind,
            key: item.id,
            name: (
              <a
                className="link"
                href={`/preventions/${encodeURIComponent(item.id)}`}
                title={(item.times ?? item).headline}
              >
                {item.title}
              </a>
            ),
          }))}
        />
      )}
    </Panel>
  );
}
