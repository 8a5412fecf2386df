export interface Pairs {
  readonly pairs: Readonly<Record<string, string>>;
  /** Positions, from 1, of the items that are not `name=value`. */
  readonly unreadable: readonly number[];
}

/**
 * Reads `name=value,name=value`, values percent-encoded, as OpenTelemetry writes headers and attributes in variables.
 * See https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables.
 */
export function readPairs(text: string): Pairs {
  const pairs: [name: string, value: string][] = [];
  const unreadable: number[] = [];
  for (const [index, item] of text.split(',').entries()) {
    const [, name = '', value = ''] = pattern.exec(item) ?? [];
    const plain = decoded(value);
    if (name !== '' && plain !== undefined) pairs.push([name, plain]);
    else if (item.trim() !== '') unreadable.push(index + 1);
  }
  return { pairs: Object.fromEntries(pairs), unreadable };
}

const pattern = /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/s;

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
