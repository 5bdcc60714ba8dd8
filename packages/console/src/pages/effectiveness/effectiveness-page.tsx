import './effectiveness.css';
import { useEffectiveness } from '../../api/effectiveness.ts';
import type { EffectivenessView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { EffectTable } from './effect-table.tsx';
import { effectsCsv } from './effects-csv.ts';
import { dayWords, rateWords, ratioWords, typeWords } from './figures.ts';
import { PreventionsPanel } from './preventions-panel.tsx';
import { RecurrencesPanel } from './recurrences-panel.tsx';
import { ServicesPanel } from './services-panel.tsx';
import { TypePanel } from './type-panel.tsx';

/** Whether preventions work, with the uncertainty drawn. */
export function EffectivenessPage() {
  const { data, error } = useEffectiveness();
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Effectiveness</PageTitle>
        <span className="muted">before and after, real incidents only</span>
      </div>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={320} label="Comparing before and after" />}
      {data && <Answers view={data} />}
      <PreventionsPanel />
      {data && <ServicesPanel view={data} />}
      <RecurrencesPanel />
    </div>
  );
}

function Answers({ view }: { view: EffectivenessView }) {
  const shown = view.types.filter(({ rate, preventions }) => rate.count > 0 || preventions > 0);
  return (
    <>
      <Exposure view={view} />
      <Panel
        title="By incident type"
        aside={
          shown.length > 0 ? (
            <CsvExport
              fileName="effectiveness"
              text={() => effectsCsv(shown.map((row) => ({ ...row, name: row.type })))}
            />
          ) : null
        }
      >
        {shown.length === 0 ? (
          <Empty title="No real incident yet" command="npx ounce incidents import incidents.csv --dry-run">
            Drills never count here. Import your history to see the rates of the past, then complete a
            prevention: its day divides before from after.
          </Empty>
        ) : (
          <EffectTable
            label="Effect by incident type"
            rows={shown.map((row) => ({ ...row, key: row.type, name: typeWords(row.type) }))}
          />
        )}
      </Panel>
      {shown.map((row) => (
        <TypePanel key={row.type} row={row} />
      ))}
      {view.tickets && (
        <Panel title="Support tickets" padded>
          <p>
            {rateWords(view.tickets.before)} → {rateWords(view.tickets.after)} a month; ratio{' '}
            {ratioWords(view.tickets.ratio)}
          </p>
          <p className="muted small">{view.tickets.says}</p>
        </Panel>
      )}
    </>
  );
}

/** The time that all rates rest on. */
function Exposure({ view: { exposure, asOfMs } }: { view: EffectivenessView }) {
  const { sinceMs, watchedDays, unwatchedDays, basis, outside } = exposure;
  if (sinceMs === null) return null;
  return (
    <details className="exposure small">
      <summary>
        Watched for {watchedDays.toFixed(1)} days since {dayWords(sinceMs)}
        {unwatchedDays >= 0.05 && `, ${unwatchedDays.toFixed(1)} days in between unwatched`}
        {outside > 0 && `; ${outside} incidents lie outside and are not counted`}
      </summary>
      {basis.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p className="muted">As of {new Date(asOfMs).toISOString().slice(0, 16).replace('T', ' ')} UTC.</p>
    </details>
  );
}
