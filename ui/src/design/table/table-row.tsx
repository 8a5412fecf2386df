import { useMemo, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import type { Column } from './column.ts';

interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly narrow: ((row: Row) => ReactNode) | undefined;
  readonly isCursor: boolean;
  /** One row at a time is reached with Tab. */
  readonly isReachable: boolean;
  readonly isSelected: boolean;
  readonly onOpen: ((row: Row, event: MouseEvent) => void) | undefined;
}

/** One line. Its small buttons are only made while the pointer or the focus is on it. */
export function TableRow<Row>(props: TableRowProps<Row>): ReactNode {
  const { row, columns, narrow, isCursor, isSelected, onOpen } = props;
  const [isTouched, setTouched] = useState(false);
  // The same elements as before for the same row: then nothing below is compared.
  const cells = useMemo(() => columns.map((column) => column.cell(row)), [columns, row]);
  const line = useMemo(() => narrow?.(row), [narrow, row]);
  const open = (event: MouseEvent) => {
    if (isOnControl(event)) return;
    onOpen?.(row, event);
  };
  return (
    <tr
      className={classNames(isCursor && 'is-cursor', onOpen && 'can-open')}
      aria-rowindex={props.index + 2}
      aria-selected={isSelected}
      aria-current={isCursor || undefined}
      tabIndex={props.isReachable ? 0 : -1}
      onClick={open}
      onAuxClick={(event) => event.button === 1 && open(event)}
      onKeyDown={clickOnEnter}
      onPointerEnter={() => setTouched(true)}
      onPointerLeave={() => setTouched(false)}
      onFocus={() => setTouched(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setTouched(false)}
    >
      {narrow ? (
        <td className="virtual-table__narrow">{line}</td>
      ) : (
        columns.map((column, index) => (
          <td
            key={column.id}
            className={classNames(column.isFigure && 'figure', column.isMono && 'mono')}
            onClick={(event) => {
              if (!event.altKey || !column.exclude) return;
              event.stopPropagation();
              column.exclude(row);
            }}
          >
            {cells[index]}
            {isTouched && column.actions && <span className="virtual-table__actions">{column.actions(row)}</span>}
          </td>
        ))
      )}
    </tr>
  );
}

function clickOnEnter(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
  event.preventDefault();
  event.currentTarget.click();
}

function isOnControl({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest('button, a, input') !== null;
}
