import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, type MouseEvent, type ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { rowHeights, type Column, type Density, type Sort } from './column.ts';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';
import { useWidth } from './use-width.ts';
import './virtual-table.css';

export interface VirtualTableProps<Row extends object> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  /** Ids of columns that the person put away. */
  readonly hidden?: readonly string[];
  readonly density?: Density;
  /** In pixels, where rows have more than one line; else the density says it. */
  readonly rowHeight?: number;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  /** All there are, those not loaded, too. */
  readonly total?: number;
  /** The key of the row that is looked at. */
  readonly cursor?: string | undefined;
  readonly selected?: ReadonlySet<string>;
  readonly onOpen?: (row: Row, event: MouseEvent) => void;
  /** The last rows came into sight: time to load more. */
  readonly onEnd?: () => void;
  readonly onScroll?: (isAtTop: boolean) => void;
  /** Two lines for a narrow screen, instead of the columns. */
  readonly narrow?: (row: Row) => ReactNode;
  /** Below the rows: loading, an error, the end. */
  readonly foot?: ReactNode;
}

const narrowWidth = 400;
const narrowRowHeight = 62;
const features = tableFeatures({ columnVisibilityFeature });

/** A table of any length: only what is in sight is made. The head stays, columns leave as the room does. */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>): ReactNode {
  const { label, rows, keyOf, columns, hidden = none, density = 'default', cursor, selected, narrow, foot } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const isNarrow = narrow !== undefined && width > 0 && width < narrowWidth;
  const rowHeight = isNarrow ? narrowRowHeight : (props.rowHeight ?? rowHeights[density]);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: 30,
  });
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);
  useCursorInSight(virtualizer, rows, keyOf, cursor);

  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const [from, to] = [first?.index ?? 0, last === undefined ? 0 : last.index + 1];
  useReach(to >= rows.length - 20, rows.length, props.onEnd);

  // The table is told of the rows in sight only: rows above and below cost nothing, however many they are.
  const table = useTable({
    features,
    data: useMemo(() => rows.slice(from, to), [rows, from, to]),
    columns: useMemo(() => definitions(columns), [columns]),
    getRowId: keyOf,
    state: { columnVisibility: useMemo(() => visibility(columns, hidden, width), [columns, hidden, width]) },
  });
  const visible = table.getVisibleLeafColumns();
  const shown = useMemo(
    () => visible.flatMap(({ id }) => columns.find((column) => column.id === id) ?? []),
    [visible, columns],
  );
  const open = useLatest(props.onOpen);

  return (
    <div
      ref={scroller}
      className={classNames('virtual-table', isNarrow && 'virtual-table--narrow')}
      style={{ '--row': `${rowHeight}px` }}
      onScroll={(event) => props.onScroll?.(event.currentTarget.scrollTop < 4)}
    >
      <table role="grid" aria-label={label} aria-rowcount={(props.total ?? rows.length) + 1}>
        {!isNarrow && (
          <TableHead
            columns={shown}
            tableWidth={width}
            {...(props.sort && { sort: props.sort })}
            {...(props.onSort && { onSort: props.onSort })}
          />
        )}
        <tbody>
          <Spacer height={first?.start ?? 0} />
          {table.getRowModel().rows.map(({ id, original }, offset) => (
            <TableRow
              key={id}
              row={original}
              index={from + offset}
              columns={shown}
              narrow={isNarrow ? narrow : undefined}
              isCursor={id === cursor}
              isReachable={id === cursor || (from + offset === 0 && cursor === undefined)}
              isSelected={selected?.has(id) ?? false}
              onOpen={open}
            />
          ))}
          <Spacer height={virtualizer.getTotalSize() - (last?.end ?? 0)} />
        </tbody>
      </table>
      {foot}
    </div>
  );
}

const none: readonly string[] = [];

/** Stands for the rows that are out of sight. */
function Spacer({ height }: { readonly height: number }): ReactNode {
  return (
    height > 0 && <tr aria-hidden="true" className="virtual-table__spacer" style={{ '--height': `${height}px` }} />
  );
}

function definitions<Row extends object>(columns: readonly Column<Row>[]) {
  const helper = createColumnHelper<typeof features, Row>();
  return columns.map(({ id, label }) => helper.display({ id, header: label }));
}

function visibility<Row>(columns: readonly Column<Row>[], hidden: readonly string[], width: number) {
  const isShown = ({ id, leavesBelow = 0 }: Column<Row>) =>
    !hidden.includes(id) && (width === 0 || width >= leavesBelow);
  return Object.fromEntries(columns.map((column) => [column.id, isShown(column)]));
}

function useCursorInSight<Row>(
  virtualizer: { readonly scrollToIndex: (index: number, options: { align: 'auto' }) => void },
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  cursor: string | undefined,
): void {
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    const index = cursor === undefined ? -1 : latest.current.findIndex((row) => keyOf(row) === cursor);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [virtualizer, keyOf, cursor]);
}

function useReach(isReached: boolean, length: number, onEnd: (() => void) | undefined): void {
  const latest = useRef(onEnd);
  latest.current = onEnd;
  useEffect(() => {
    if (isReached && length > 0) latest.current?.();
  }, [isReached, length]);
}

/** Always the same function, so that rows need not be made again because of it. */
function useLatest<Row>(
  onOpen: VirtualTableProps<Row & object>['onOpen'],
): (row: Row & object, event: MouseEvent) => void {
  const latest = useRef(onOpen);
  latest.current = onOpen;
  return useCallback((row, event) => latest.current?.(row, event), []);
}
