import type { ReactNode } from 'react';
import type { Priority } from '#alert/priority.ts';
import { classNames } from './class-names.ts';
import './priority-mark.css';

interface PriorityMarkProps {
  readonly priority: Priority;
  /** In pixels: 18 in lists, 16 in facets, 13 above charts. */
  readonly size?: 13 | 16 | 18 | 20;
  /** Say the priority to who cannot see the mark. Off where the word stands beside it. */
  readonly isNamed?: boolean;
}

/** A priority as shape, letter and colour: drawn as paths, so that no font changes it. */
export function PriorityMark({ priority, size = 18, isNamed = false }: PriorityMarkProps): ReactNode {
  const { shape, letter, at, scale } = drawings[priority];
  return (
    <svg
      className={`priority-mark priority-mark--${priority.toLowerCase()}`}
      viewBox="0 0 18 18"
      width={size}
      height={size}
      {...(isNamed ? { role: 'img', 'aria-label': priority } : { 'aria-hidden': true })}
    >
      {shape}
      <path className="priority-mark__letter" d={letter} transform={`translate(${at}) scale(${scale})`} />
    </svg>
  );
}

/** The mark with its word beside it. */
export function PriorityLabel({ priority, size = 18, isQuiet }: PriorityMarkProps & { readonly isQuiet?: boolean }) {
  return (
    <span className={classNames('priority-label', isQuiet && 'muted')}>
      <PriorityMark priority={priority} size={size} />
      <span>{priority}</span>
    </span>
  );
}

interface Drawing {
  readonly shape: ReactNode;
  readonly letter: string;
  readonly at: string;
  readonly scale: number;
}

const drawings: Readonly<Record<Priority, Drawing>> = {
  Emergency: {
    shape: <path className="priority-mark__filled" d="M5.7 1h6.6L17 5.7v6.6L12.3 17H5.7L1 12.3V5.7z" />,
    letter: 'M0-3.4V.6M0 3.1v.1',
    at: '9 9',
    scale: 1,
  },
  Alert: {
    shape: <path className="priority-mark__filled" d="M2 1.4h14v8L9 17.4 2 9.4z" strokeWidth="1.2" />,
    letter: 'M-2.7 3.4 0-3.4 2.7 3.4M-1.8 1.2h3.6',
    at: '9 7.6',
    scale: 0.92,
  },
  Critical: {
    shape: <path className="priority-mark__filled" d="M9 .6 17.4 9 9 17.4.6 9z" strokeWidth="1" />,
    letter: 'M2.4-2.2A3 3.3 0 1 0 2.4 2.2',
    at: '8.7 9',
    scale: 0.92,
  },
  Error: {
    shape: <rect className="priority-mark__filled" x="1.4" y="1.4" width="15.2" height="15.2" rx="2.8" />,
    letter: 'M2.2-3.3h-4.2v6.6h4.2M-2 0H1.6',
    at: '8.9 9',
    scale: 1.02,
  },
  Warning: {
    shape: <path className="priority-mark__triangle" d="M9 1.3 17.3 16.1H.7z" />,
    letter: 'M-3.2-2.5-1.7 2.4 0-1.4 1.7 2.4 3.2-2.5',
    at: '9 11.6',
    scale: 0.98,
  },
  Notice: {
    shape: <circle className="priority-mark__filled" cx="9" cy="9" r="7.9" strokeWidth="0" />,
    letter: 'M-2.3 3.2v-6.4L2.3 3.2v-6.4',
    at: '9 9',
    scale: 0.95,
  },
  Informational: {
    shape: <circle className="priority-mark__ring" cx="9" cy="9" r="7.2" />,
    letter: 'M0-3.2v6.4',
    at: '9 9',
    scale: 1,
  },
  Debug: {
    shape: <circle className="priority-mark__ring" cx="9" cy="9" r="7.2" strokeDasharray="2.3 1.47" />,
    letter: 'M-2-3.1v6.2h1.2a3.1 3.1 0 0 0 0-6.2z',
    at: '8.7 9',
    scale: 0.95,
  },
};
