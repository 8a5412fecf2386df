import type { ReactNode } from 'react';
import { countOf } from './count.tsx';
import './sparkline.css';

interface SparklineProps {
  readonly counts: readonly number[];
  /** What the bars are: "alerts an hour over the last day". */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
  /** As wide as its place, whatever `width` says of its proportions. */
  readonly isFluid?: boolean;
  /** The last bars that are worth a colour, and which. */
  readonly hot?: { readonly from: number; readonly tone: 'critical' | 'fail' } | undefined;
}

/** Bars without an axis: the shape of a rate, beside the figure that is exact. */
export function Sparkline({ counts, label, width = 100, height = 22, isFluid, hot }: SparklineProps): ReactNode {
  const highest = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      width={isFluid ? '100%' : width}
      height={height}
      preserveAspectRatio={isFluid ? 'none' : undefined}
      role="img"
      aria-label={`${label}: ${countOf(total, 'in all', 'in all')}, at most ${highest} in a bar`}
    >
      {counts.map((count, index) => {
        const tall = count === 0 ? 1 : Math.max(2, (count / highest) * height);
        return (
          <rect
            key={index}
            className={toneOf(count, index, hot)}
            x={index * step}
            y={height - tall}
            width={Math.max(1, step - 1)}
            height={tall}
          />
        );
      })}
    </svg>
  );
}

function toneOf(count: number, index: number, hot: SparklineProps['hot']): string {
  if (count === 0) return 'sparkline__nothing';
  if (hot && index >= hot.from) return `sparkline__${hot.tone}`;
  return 'sparkline__bar';
}
