/** The text of `/metrics`, by name and labels as they are written: `tiercel_queue_depth{output="slow"}`. */
export async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(new URL('/metrics', url));
  const text = await response.text();
  const series = text.split('\n').flatMap((line): [string, number][] => {
    const end = line.lastIndexOf(' ');
    return line === '' || line.startsWith('#') ? [] : [[line.slice(0, end), Number(line.slice(end + 1))]];
  });
  return new Map(series);
}
