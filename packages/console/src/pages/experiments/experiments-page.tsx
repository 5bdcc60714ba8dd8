import { useExperiments } from '../../api/queries.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { Empty } from '../../components/empty.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { plural } from '../../format/numbers.ts';
import { ExperimentItem } from './experiment-item.tsx';

const limit = 100;

/** Every experiment with its verdict. */
export function ExperimentsPage() {
  const query = useExperiments(limit);
  const nowMs = useGovernorNowMs();
  return (
    <ListPage
      title="Experiments"
      query={query}
      aside={(items) => {
        const passed = items.filter(({ verdict }) => verdict?.kind === 'passed').length;
        const shown = items.length === limit ? `the newest ${limit}` : plural(items.length, 'experiment');
        return `${shown}, ${passed} passed`;
      }}
      empty={
        <Empty
          title="No experiment yet"
          command="npx ggen chaos inject --scenario queue_backlog --duration 1m"
        >
          A protection that was never tried is a hope. An experiment checks the steady state, injects a fault
          for a fixed time, and ends in a verdict that is kept. Start one on the Queue backlog page, or with
        </Empty>
      }
    >
      {(items) => (
        <ul className="items">
          {items.map((experiment) => (
            <ExperimentItem key={experiment.id} experiment={experiment} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </ListPage>
  );
}
