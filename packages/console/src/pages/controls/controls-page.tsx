import '../capacity/capacity.css';
import { useState } from 'react';
import { useStandings } from '../../api/capacity.ts';
import { useWhoami } from '../../api/queries.ts';
import type { ControlStanding } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { plural } from '../../format/numbers.ts';
import { ModeDialog } from './mode-dialog.tsx';
import { StandingRow } from './standing-row.tsx';
import { standingsCsv } from './standing-words.ts';

/** What each control may do, what it has shown, and what it may do next. */
export function ControlsPage() {
  const query = useStandings();
  const { data: me } = useWhoami();
  const [change, setChange] = useState<{ standing: ControlStanding; step: 'promote' | 'demote' }>();
  return (
    <>
      <ListPage
        title="Controls"
        heading="At work"
        query={query}
        aside={(items) => plural(items.length, 'control')}
        tools={(items) => <CsvExport fileName="controls" text={() => standingsCsv(items)} />}
        empty={
          <Empty title="No control is at work" command="npx ounce doctor">
            Controls are chosen for each service in ounce.config.ts. They begin in a dry run: they decide and
            record, and touch nothing until they are promoted.
          </Empty>
        }
      >
        {(items) => (
          <table className="table capacity-table">
            <thead>
              <tr>
                <th scope="col">Control</th>
                <th scope="col">Mode</th>
                <th scope="col">Record</th>
                <th scope="col">Next</th>
                <th scope="col">
                  <span className="unseen">Change</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((standing) => (
                <StandingRow
                  key={`${standing.control}/${standing.service}@${standing.region}`}
                  standing={standing}
                  mayChange={me !== undefined && me.role !== 'viewer'}
                  onChange={(step) => setChange({ standing, step })}
                />
              ))}
            </tbody>
          </table>
        )}
      </ListPage>
      {change && <ModeDialog {...change} onClose={() => setChange(undefined)} />}
    </>
  );
}
