/** One line of the result: the median of pairwise ratios, with the least and the greatest. */
export interface Row {
  readonly measure: string;
  readonly ours: string;
  readonly against: string;
  readonly ratio: string;
  readonly range: string;
  readonly goal: string;
  readonly met: string;
}

export interface Goal {
  readonly goal: number;
  readonly better: 'higher' | 'lower';
}

export function ratios(
  measure: string,
  ours: readonly number[],
  against: readonly number[],
  unit: (value: number) => string,
  goal?: Goal,
): Row {
  const pairwise = ours.map((value, index) => value / (against[index] ?? NaN)).sort((a, b) => a - b);
  const middle = median(pairwise);
  return {
    measure,
    ours: unit(median(ours)),
    against: unit(median(against)),
    ratio: middle.toFixed(2),
    range: `${(pairwise[0] ?? NaN).toFixed(2)}–${(pairwise.at(-1) ?? NaN).toFixed(2)}`,
    goal: goal ? `${goal.better === 'higher' ? '≥' : '≤'} ${goal.goal}` : '',
    met: verdict(middle, goal),
  };
}

export function printTable(title: string, rows: readonly Row[]): void {
  const head: Row = {
    measure: 'measure',
    ours: 'ours',
    against: 'against',
    ratio: 'ratio',
    range: 'min–max',
    goal: 'goal',
    met: 'met',
  };
  const names = ['measure', 'ours', 'against', 'ratio', 'range', 'goal', 'met'] as const;
  const widths = names.map((name) => Math.max(...[head, ...rows].map((row) => row[name].length)));
  const line = (row: Row) => `| ${names.map((name, column) => row[name].padEnd(widths[column] ?? 0)).join(' | ')} |`;
  console.log(`\n${title}\n`);
  console.log(
    [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n'),
  );
}

function verdict(value: number, goal: Goal | undefined): string {
  if (!goal) return '';
  return (goal.better === 'higher' ? value >= goal.goal : value <= goal.goal) ? 'yes' : 'no';
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
