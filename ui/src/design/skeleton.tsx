import { useEffect, useState, type ReactNode } from 'react';
import './skeleton.css';

/** A grey bar where a text will stand. */
export function SkeletonLine({ width = '100%' }: { readonly width?: string | undefined }): ReactNode {
  return <span className="skeleton" style={{ '--skeleton-width': width }} />;
}

interface SkeletonProps {
  readonly rows?: number;
  /** Height of a row in pixels, so that nothing jumps when the answer comes. */
  readonly rowHeight?: number;
}

/** Rows in the shape of a list to come. Nothing is shown for the first 150 ms: most answers are faster. */
export function Skeleton({ rows = 4, rowHeight = 32 }: SkeletonProps): ReactNode {
  const isDue = useDelay(150);
  return (
    <div className="skeleton-rows" role="status" style={{ '--skeleton-row': `${rowHeight}px` }}>
      <span className="only-read-out">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-rows__row">
          {isDue && <SkeletonLine width={widths[row % widths.length]} />}
        </div>
      ))}
    </div>
  );
}

const widths = ['62%', '48%', '71%', '55%', '40%'];

/** Whether so many milliseconds have passed since the part appeared. */
export function useDelay(ms: number, isCounting = true): boolean {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    if (!isCounting) {
      setDue(false);
      return undefined;
    }
    const timer = setTimeout(() => setDue(true), ms);
    return () => clearTimeout(timer);
  }, [ms, isCounting]);
  return isDue && isCounting;
}
