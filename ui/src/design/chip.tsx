import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './chip.css';

interface ChipProps {
  /** `new`, `escalating` and `regressed` are the marks of groups; values of fields are `plain` or `line`, never coloured. */
  readonly tone?: 'plain' | 'line' | 'new' | 'escalating' | 'regressed';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

export function Chip({ tone = 'plain', icon: Icon, children }: ChipProps): ReactNode {
  return (
    <span className={`chip chip--${tone}`}>
      {Icon && <Icon className="icon" aria-hidden="true" />}
      {children}
    </span>
  );
}
