import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './empty-state.css';

interface EmptyStateProps {
  readonly icon?: LucideIcon;
  /** What is so: "No alert matches in the last 24 hours". */
  readonly title: string;
  /** Why, and the nearest way out. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Says why there is nothing, and what to do about it. */
export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps): ReactNode {
  return (
    <div className="empty-state">
      {Icon && <Icon className="icon empty-state__icon" aria-hidden="true" />}
      <p className="empty-state__title">{title}</p>
      {children !== undefined && <div className="empty-state__text">{children}</div>}
      {actions !== undefined && <div className="empty-state__actions">{actions}</div>}
    </div>
  );
}
