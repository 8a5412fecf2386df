import type { ReactNode } from 'react';
import './meter.css';

interface MeterProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
}

/** How full something is. */
export function Meter({ label, value, max }: MeterProps): ReactNode {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div className="meter" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={max} aria-valuenow={value}>
      <i className="meter__bar" style={{ '--share': share }} />
    </div>
  );
}
