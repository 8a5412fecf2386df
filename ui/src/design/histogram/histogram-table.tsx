import type { ReactNode } from 'react';
import { formatCount } from '../count.tsx';
import { TimeText } from '../time-text.tsx';
import { useZone, zoneName } from '../zone.ts';
import type { Bucket, HistogramData } from './histogram-lanes.ts';

interface HistogramTableProps {
  readonly data: HistogramData;
  readonly buckets: readonly Bucket[];
}

/** The same figures as a table. */
export function HistogramTable({ data, buckets }: HistogramTableProps): ReactNode {
  const zone = useZone();
  return (
    <div className="histogram__table" tabIndex={0} role="region" aria-label="Alerts by time as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">From, {zoneName(zone)}</th>
            {data.series.map(({ priority }) => (
              <th key={priority} scope="col" className="figure">
                {priority}
              </th>
            ))}
            <th scope="col" className="figure">
              All
            </th>
          </tr>
        </thead>
        <tbody>
          {buckets.map((bucket, index) => (
            <tr key={bucket.fromMs}>
              <th scope="row">
                <TimeText at={bucket.fromMs} style="day-and-time" />
              </th>
              {data.series.map(({ priority, counts }) => (
                <td key={priority} className="figure">
                  {formatCount(counts[index] ?? 0)}
                </td>
              ))}
              <td className="figure">{formatCount(bucket.total)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            {data.series.map(({ priority, total }) => (
              <td key={priority} className="figure">
                {formatCount(total)}
              </td>
            ))}
            <td className="figure">{formatCount(data.total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
