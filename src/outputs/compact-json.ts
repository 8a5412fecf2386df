const maxLineLength = 120;

/** JSON for people to read, where whatever fits is on one line. */
export function compactJson(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= maxLineLength) return line;
  const inner = `${indent}  `;
  const [start, end, items] = Array.isArray(value)
    ? ['[', ']', value.map((item: unknown) => compactJson(item, inner))]
    : ['{', '}', Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${compactJson(item, inner)}`)];
  return `${start}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${end}`;
}
