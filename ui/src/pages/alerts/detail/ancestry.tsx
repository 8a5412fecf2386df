import type { ReactNode } from 'react';
import type { Priority } from '#alert/priority.ts';
import { classNames } from '#ui/design/class-names.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import type { Process } from './ancestry-of.ts';
import './ancestry.css';

interface AncestryProps {
  readonly processes: readonly Process[];
  readonly priority: Priority;
}

/** Who started whom, down to the process that the alert is about. */
export function Ancestry({ processes, priority }: AncestryProps): ReactNode {
  return (
    <ol className="ancestry" style={{ '--mark': `var(--p-${priority.toLowerCase()})` }}>
      {processes.map(({ name, rest, pid, isIt }, depth) => (
        <li
          key={`${depth}-${name}`}
          className={classNames('ancestry__process', isIt && 'ancestry__process--it')}
          style={{ '--depth': depth }}
        >
          <i className="ancestry__node" aria-hidden="true" />
          <span className="ancestry__line" title={`${name} ${rest}`}>
            <b>{visibleText(name)}</b> {visibleText(rest)}
          </span>
          {pid !== undefined && <span className="ancestry__pid">{pid}</span>}
        </li>
      ))}
    </ol>
  );
}
