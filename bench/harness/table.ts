import type { Row } from './row.ts';

const head: Readonly<Record<keyof Row, string>> = {
  goal: 'goal',
  measure: 'measure',
  ours: 'ours',
  against: 'against',
  ratio: 'ratio',
  range: 'min–max',
  pairs: 'pairs',
  target: 'target',
  verdict: 'verdict',
};
const columns = ['goal', 'measure', 'ours', 'against', 'ratio', 'range', 'pairs', 'target', 'verdict'] as const;

export function table(rows: readonly Row[]): string {
  return markdownTable([head, ...rows].map((row) => columns.map((name) => row[name])));
}

/** The first line is the head. Columns are of even width, so that it reads well in a terminal and stays as the formatter has it. */
export function markdownTable(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const [first = '', ...rest] = lines.map(
    (cells) => `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`,
  );
  return [first, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest].join('\n');
}
