import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import './delta.css';

interface DeltaProps {
  readonly now: number;
  readonly before: number;
}

/** The change against the period before; bold only above +40%. */
export function Delta({ now, before }: DeltaProps): ReactNode {
  if (before === 0) return <span className="delta">{now === 0 ? '0%' : 'new'}</span>;
  const percent = Math.round(((now - before) / before) * 100);
  return (
    <span className={percent > 40 ? 'delta delta--steep' : 'delta'}>
      {percent > 0 && <ArrowUp aria-label="up" />}
      {percent < 0 && <ArrowDown aria-label="down" />}
      {Math.abs(percent)}%
    </span>
  );
}
