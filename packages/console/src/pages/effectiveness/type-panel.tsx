import type { TypeEffectView } from '../../api/types.ts';
import { Panel } from '../../components/panel.tsx';
import { AnswerMark } from './answer-mark.tsx';
import { figure, medianWords, rateWords, shareWords, typeWords } from './figures.ts';
import { MonthsChart } from './months-chart.tsx';

/** All that is known about one incident type. */
export function TypePanel({ row }: { row: TypeEffectView }) {
  const { type, kind, headline, split, notes, months } = row;
  return (
    <Panel title={typeWords(type)} aside={<AnswerMark kind={kind} />} padded>
      <p className="strong">{headline}</p>
      {split && <p className="muted small">Before and after: {split.says}.</p>}
      {notes.map((note) => (
        <p key={note} className="muted small">
          {note}
        </p>
      ))}
      {row.rate.count > 0 ? (
        <MonthsChart months={months} splitMs={split?.afterStartMs} />
      ) : (
        <p className="muted small">No real incident of this type while it was watched.</p>
      )}
      <Facts row={row} />
    </Panel>
  );
}

/** What is aimed at, and what is claimed beside what was measured. */
function targetFacts({
  targetPerMonth,
  targetMinutesToRecover,
  claimed,
}: TypeEffectView): [string, string][] {
  const says = (aim: string, claim: { before: number; after: number } | undefined) =>
    claim ? `${aim} (claimed, not measured: ${claim.before} → ${claim.after})` : aim;
  const facts: [string, string][] = [];
  if (targetPerMonth !== null)
    facts.push(['Target, incidents', says(`${targetPerMonth} a month`, claimed?.incidentsPerMonth)]);
  if (targetMinutesToRecover !== null)
    facts.push(['Target, time to recover', says(`${targetMinutesToRecover} min`, claimed?.minutesToRecover)]);
  return facts;
}

function Facts({ row }: { row: TypeEffectView }) {
  const { toResolve, toDetect, downtime, severe, improvementProbability } = row;
  const facts: [string, string][] = [];
  if (improvementProbability !== null)
    facts.push(['Probability that the rate fell at all', shareWords(improvementProbability, 1)]);
  facts.push(...targetFacts(row));
  if (downtime)
    facts.push(['Downtime, minutes a month', `${figure(downtime.before)} → ${figure(downtime.after)}`]);
  if (severe)
    facts.push(['Severity 1 or 2, a month', `${rateWords(severe.before)} → ${rateWords(severe.after)}`]);
  for (const [what, durations] of [
    ['Time to resolve (median)', toResolve],
    ['Time to detect (median)', toDetect],
  ] as const)
    if (durations) {
      const { before, after, answer, why } = durations;
      const says = answer === 'not-possible' ? `No answer possible: ${why}` : why;
      const compared = row.kind !== 'no-comparison';
      if (compared && before.count + after.count > 0)
        facts.push([what, `${medianWords(before)} → ${medianWords(after)}. ${says}`]);
      else if (before.count > 0) facts.push([what, medianWords(before)]);
    }
  if (facts.length === 0) return null;
  return (
    <dl className="effect-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
