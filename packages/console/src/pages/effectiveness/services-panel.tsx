import type { EffectivenessView, ServiceEffectView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { csvOf } from '../../format/csv.ts';
import { figure, shareWords } from './figures.ts';

/** Availability before and after, against the target, and what the SLA costs. */
export function ServicesPanel({ view }: { view: EffectivenessView }) {
  const { services, downtimeFromSeverity } = view;
  const known = services.filter(({ availability }) => availability !== null);
  return (
    <Panel
      title="Availability"
      aside={<CsvExport fileName="availability" text={() => availabilityCsv(services)} />}
    >
      {known.length === 0 ? (
        <Empty title="No service was watched yet">
          Name services in ounce.config.ts, with slo.availability for a target: then this shows how much of
          the error budget was spent.
        </Empty>
      ) : (
        <>
          <div className="effect-scroll">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Service</th>
                  <th scope="col">Availability</th>
                  <th scope="col">Before → after</th>
                  <th scope="col">Error budget, 30 days</th>
                  <th scope="col">SLA credits a month</th>
                </tr>
              </thead>
              <tbody>
                {known.map((row) => (
                  <ServiceRow key={row.service} row={row} />
                ))}
              </tbody>
            </table>
          </div>
          <p className="small muted panel-note">
            Downtime is incidents of severity{' '}
            {downtimeFromSeverity === 1 ? '1' : `1 to ${downtimeFromSeverity}`}, from start to resolution.
            Availability has no interval: it is what was counted. {customerTargets(view)}
          </p>
        </>
      )}
    </Panel>
  );
}

function customerTargets({ customers }: EffectivenessView): string {
  if (!customers) return '';
  const { availability, creditsDownPercent, ticketsDownPercent, claimed } = customers;
  const aims = [
    ...(availability === undefined ? [] : [`availability ${shareWords(availability, 2)}`]),
    ...(creditsDownPercent === undefined ? [] : [`SLA credits ${creditsDownPercent} % less`]),
    ...(ticketsDownPercent === undefined ? [] : [`support tickets ${ticketsDownPercent} % fewer`]),
  ];
  if (aims.length === 0) return '';
  const claim = claimed?.availability;
  const said = claim
    ? ` Claimed, not measured: ${shareWords(claim.before, 2)} → ${shareWords(claim.after, 2)}.`
    : '';
  return `Targets for customers: ${aims.join(', ')}.${said}`;
}

function ServiceRow({ row }: { row: ServiceEffectView }) {
  const {
    service,
    stillOpen,
    availability,
    availabilityBefore,
    availabilityAfter,
    splitMs,
    budget,
    credits,
  } = row;
  return (
    <tr>
      <th scope="row">{service}</th>
      <td>
        {shareWords(availability)}
        {stillOpen > 0 && <span className="faint small"> {stillOpen} still open</span>}
      </td>
      <td>
        {splitMs === null ? '–' : `${shareWords(availabilityBefore)} → ${shareWords(availabilityAfter)}`}
      </td>
      <td>{budget ? <Budget budget={budget} /> : <span className="faint">no target</span>}</td>
      <td>
        {credits
          ? `${figure(credits.beforePerMonth)} → ${figure(credits.afterPerMonth)} ${credits.currency}`
          : '–'}
      </td>
    </tr>
  );
}

function Budget({ budget }: { budget: NonNullable<ServiceEffectView['budget']> }) {
  const { target, spentShare, spentMinutes, allowedMinutes, met } = budget;
  const tone = met === false ? 'bad' : 'good';
  return (
    <div className="budget">
      <meter
        className={`budget-${tone}`}
        min={0}
        max={1}
        value={Math.min(1, spentShare ?? (spentMinutes > 0 ? 1 : 0))}
        aria-label="Share of the error budget that was spent"
      />
      <span className="small">
        {figure(spentMinutes)} of {figure(allowedMinutes)} min, target {shareWords(target, 2)}
      </span>
    </div>
  );
}

function availabilityCsv(services: readonly ServiceEffectView[]): string {
  const header = [
    'service',
    'availability',
    'before',
    'after',
    'target',
    'budget spent',
    'credits before',
    'credits after',
  ];
  const cell = (value: number | null | undefined) => value ?? undefined;
  return csvOf(
    header,
    services.map((row) => [
      row.service,
      cell(row.availability),
      cell(row.availabilityBefore),
      cell(row.availabilityAfter),
      cell(row.budget?.target),
      cell(row.budget?.spentShare),
      cell(row.credits?.beforePerMonth),
      cell(row.credits?.afterPerMonth),
    ]),
  );
}
