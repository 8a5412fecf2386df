import { printExactJson } from '#ui/api/exact-json.ts';

export interface JsonLine {
  readonly indent: number;
  /** As JSON, with its quotation marks; absent for what closes, and for parts of lists. */
  readonly key: string | undefined;
  readonly text: string;
  /** As jq takes it: `.output_fields["proc.name"]`. */
  readonly path: string;
}

/** A value as the lines of its indented JSON. */
export function jsonLines(value: unknown): readonly JsonLine[] {
  return linesOf(value, { indent: 0, key: undefined, path: '', end: '' });
}

interface Place {
  readonly indent: number;
  readonly key: string | undefined;
  readonly path: string;
  /** A comma where something follows. */
  readonly end: string;
}

function linesOf(value: unknown, { indent, key, path, end }: Place): readonly JsonLine[] {
  const children = childrenOf(value, path);
  if (!children) return [{ indent, key, path, text: `${printExactJson(value)}${end}` }];
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const inner = children.flatMap((child, index) =>
    linesOf(child.value, { ...child, indent: indent + 1, end: index < children.length - 1 ? ',' : '' }),
  );
  return [{ indent, key, path, text: open ?? '' }, ...inner, { indent, key: undefined, path, text: `${close}${end}` }];
}

/** `undefined` for what stands on one line. */
function childrenOf(value: unknown, path: string) {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item: unknown, index) => ({ value: item, key: undefined, path: `${path}[${index}]` }));
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  return entries.map(([name, item]: [string, unknown]) => ({
    value: item,
    key: JSON.stringify(name),
    path: /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path || '.'}[${JSON.stringify(name)}]`,
  }));
}
