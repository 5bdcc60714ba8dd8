import { useWhoami } from '../../api/queries.ts';
import { Empty } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { useLoadCatalogue } from './use-preventions.ts';

/** The first thing there is to do: begin with the starter catalogue. */
export function NoPreventions({ title }: { title: string }) {
  const load = useLoadCatalogue();
  const { data: me } = useWhoami();
  return (
    <>
      <Empty title={title} command="npx ounce init --with-catalogue">
        The starter catalogue has 20 root causes of the five incident types, 17 preventions against them with
        their steps, and a roadmap. Load it here or on the command line, then change it to what your team
        does.
      </Empty>
      <div className="panel-body">
        <button
          type="button"
          className="button primary"
          disabled={me?.role === 'viewer' || load.isPending}
          onClick={() => load.mutate(undefined)}
        >
          {load.isPending ? 'Loading…' : 'Load the starter catalogue'}
        </button>
        {load.error && <ProblemNote error={load.error} />}
      </div>
    </>
  );
}
