import type { ReactNode } from 'react';
import type { Series } from '../../api/series.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';

interface ChartAreaProps {
  readonly query: { readonly data: Series | undefined; readonly error: Error | null };
  readonly height: number;
  readonly children: (series: Series) => ReactNode;
}

/** The legend and the paddings below and above a chart, in pixels: kept free while it loads. */
const aroundPx = 52;

/** A chart, or in its place and at its size why there is none. */
export function ChartArea({ query: { data, error }, height, children }: ChartAreaProps) {
  if (data && data.timesMs.length > 0) return children(data);
  return (
    <div className="chart-area" style={{ minHeight: height + aroundPx }}>
      {error && !data && <ProblemNote error={error} />}
      {!error && !data && <Skeleton height={height + aroundPx - 32} label="Loading the readings" />}
      {data && (
        <Empty title="No reading yet">
          The first one is due within one sampling interval. If none comes, npx ounce doctor says whether the
          metric source answers.
        </Empty>
      )}
    </div>
  );
}
