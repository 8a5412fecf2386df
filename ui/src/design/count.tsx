const exact = new Intl.NumberFormat('en-GB');
const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });

/** 186402 as 186,402: always exact. */
export function formatCount(count: number): string {
  return exact.format(count);
}

/** 4800 as 4.8k: for axes only. */
export function formatAxisCount(count: number): string {
  return short.format(count).toLowerCase();
}

/** "1 alert", "1,284 alerts". */
export function countOf(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${value === 1 ? singular : plural}`;
}
