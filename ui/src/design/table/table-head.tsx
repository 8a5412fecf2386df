import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import type { Column, Sort } from './column.ts';

interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  /** Of the table, in pixels. */
  readonly tableWidth: number;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
}

/** The names of the columns; those that the server can sort by are buttons. */
export function TableHead<Row>({ columns, tableWidth, sort, onSort }: TableHeadProps<Row>): ReactNode {
  return (
    <>
      <colgroup>
        {columns.map((column) => (
          <col key={column.id} {...widthOf(column, tableWidth)} />
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

function widthOf<Row>({ width, slim }: Column<Row>, tableWidth: number): { readonly width?: number } {
  if (width === 'rest') return {};
  return { width: slim && tableWidth < slim.below ? slim.width : width };
}
