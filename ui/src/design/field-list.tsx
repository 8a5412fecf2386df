import type { ReactNode } from 'react';
import './field-list.css';

export interface FieldRow {
  readonly name: string;
  readonly value: ReactNode;
  /** Shown on hover and focus: filter for, filter out, copy. */
  readonly actions?: ReactNode;
}

interface FieldListProps {
  readonly rows: readonly FieldRow[];
  /** Names and values a machine wrote. */
  readonly isMono?: boolean;
}

/** Names and values in two columns. */
export function FieldList({ rows, isMono = true }: FieldListProps): ReactNode {
  return (
    <dl className={isMono ? 'field-list field-list--mono' : 'field-list'}>
      {rows.map((row) => (
        <div key={row.name} className="field-list__row">
          <dt>{row.name}</dt>
          <dd>
            <span className="field-list__value">{row.value}</span>
            {row.actions !== undefined && <span className="field-list__actions">{row.actions}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
