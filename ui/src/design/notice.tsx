import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { StateMark } from './state-mark.tsx';
import './notice.css';

interface NoticeProps {
  readonly tone?: 'plain' | 'warn' | 'fail';
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** One line inside the page: what is partial, stale or about to happen, with a figure. */
export function Notice({ tone = 'plain', action, children }: NoticeProps): ReactNode {
  return (
    <div className={`notice notice--${tone}`} role={tone === 'plain' ? 'note' : 'status'}>
      {tone === 'plain' && <Info className="icon faint" aria-hidden="true" />}
      {tone === 'warn' && <StateMark state="slow" size={14} />}
      {tone === 'fail' && <StateMark state="failing" size={14} />}
      <div className="notice__text">{children}</div>
      {action}
    </div>
  );
}
