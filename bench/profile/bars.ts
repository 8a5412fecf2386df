export interface Bar {
  readonly name: string;
  readonly microseconds: number;
}

const width = 40;

/** Sums by name, greatest first, as shares of the whole with bars. */
export function bars(items: readonly Bar[], maxRows: number): string {
  const total = items.reduce((sum, { microseconds }) => sum + microseconds, 0);
  const sums = new Map<string, number>();
  for (const { name, microseconds } of items) sums.set(name, (sums.get(name) ?? 0) + microseconds);
  const rows = [...sums].sort(([, a], [, b]) => b - a).slice(0, maxRows);
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, microseconds]) => {
      const share = microseconds / total;
      return `  ${name.padEnd(nameWidth)} ${(share * 100).toFixed(1).padStart(5)} % ${'█'.repeat(Math.round(share * width))}`;
    })
    .join('\n');
}
