import type { FleetRow } from '../../fleet/browse.ts';
import { columns } from './columns.ts';
import { FleetTableRow } from './fleet-table-row.tsx';

/** The services of one page, a row each. */
export function FleetTable({ rows, nowMs }: { rows: readonly FleetRow[]; nowMs: number }) {
  return (
    <table className="table fleet-table">
      <thead>
        <tr>
          <th scope="col">Service</th>
          {Object.entries(columns).map(([key, label]) => (
            <th key={key} scope="col" className={key === 'control' ? undefined : 'number'}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <FleetTableRow key={`${row.service.service}@${row.service.region}`} row={row} nowMs={nowMs} />
        ))}
      </tbody>
    </table>
  );
}
