import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import type { Column, Sort } from './column.ts';

interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
}

/** The names of the columns; those that the server can sort by are buttons. */
export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>): ReactNode {
  return (
    <>
      <colgroup>
        {columns.map(({ id, width }) => (
          <col key={id} {...(width === 'rest' ? {} : { width })} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => {
            const order = column.sort !== undefined && sort?.by === column.sort ? sort.order : undefined;
            return (
              <th
                key={column.id}
                scope="col"
                className={classNames(column.isFigure && 'figure')}
                aria-sort={order && (order === 'asc' ? 'ascending' : 'descending')}
              >
                <HeadCell column={column} order={order} onSort={onSort} />
              </th>
            );
          })}
        </tr>
      </thead>
    </>
  );
}

interface HeadCellProps<Row> {
  readonly column: Column<Row>;
  readonly order: Sort['order'] | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

function HeadCell<Row>({ column, order, onSort }: HeadCellProps<Row>): ReactNode {
  const { sort: by, head, label } = column;
  if (by === undefined || !onSort) return head ?? label;
  const Arrow = order === 'asc' ? ArrowUp : ArrowDown;
  return (
    <button type="button" onClick={() => onSort({ by, order: order === 'desc' ? 'asc' : 'desc' })}>
      {head ?? label}
      {order && <Arrow className="icon" aria-hidden="true" />}
    </button>
  );
}
