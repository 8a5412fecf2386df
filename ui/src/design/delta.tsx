import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from './count.tsx';
import './delta.css';

interface DeltaProps {
  readonly now: number;
  readonly before: number;
}

/** The change against the period before; bold only above +40%, and how many times as much where that says more. */
export function Delta({ now, before }: DeltaProps): ReactNode {
  if (before === 0) return <span className="delta">{now === 0 ? '0%' : 'new'}</span>;
  const percent = Math.round(((now - before) / before) * 100);
  if (percent > 999) return <span className="delta delta--steep">{`×${formatCount(Math.round(now / before))}`}</span>;
  return (
    <span className={percent > 40 ? 'delta delta--steep' : 'delta'}>
      {percent > 0 && <ArrowUp aria-label="up" />}
      {percent < 0 && <ArrowDown aria-label="down" />}
      {Math.abs(percent)}%
    </span>
  );
}
