import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  /** In the head and in the list of columns. */
  readonly label: string;
  /** The head, where it says more than the label: the zone. */
  readonly head?: ReactNode;
  /** In pixels; one column takes the `rest`. */
  readonly width: number | 'rest';
  /** The column leaves when the table is narrower, in pixels. */
  readonly leavesBelow?: number;
  /** Another width for a narrower table, where the cell says less. */
  readonly slim?: { readonly below: number; readonly width: number };
  /** Figures stand at the right. */
  readonly isFigure?: boolean;
  readonly isMono?: boolean;
  /** What the server calls this order; without it the column cannot be sorted by. */
  readonly sort?: string;
  readonly cell: (row: Row) => ReactNode;
  /** With Alt, a click on the cell leaves its value out. */
  readonly exclude?: (row: Row) => void;
  /** Small buttons on hover and focus: include, exclude, copy. */
  readonly actions?: (row: Row) => ReactNode;
}

export interface Sort {
  readonly by: string;
  readonly order: 'asc' | 'desc';
}

export type Density = 'compact' | 'default' | 'roomy';

/** Height of a row in pixels, as the tokens have it. */
export const rowHeights: Readonly<Record<Density, number>> = { compact: 28, default: 32, roomy: 40 };
