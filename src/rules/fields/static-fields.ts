import type { FieldDefinition } from './catalog.ts';

/** The fields of Falco's `static_fields`: the same for every event, `static.cluster` for the key `cluster`. */
export function staticFields(values: Readonly<Record<string, string>>): readonly FieldDefinition[] {
  return Object.entries(values).map(([key, value]) => ({
    name: `static.${key}`,
    type: 'CHARBUF',
    isList: false,
    argument: 'none',
    description: 'From the configuration, the same for every event.',
    read: () => () => [value],
  }));
}
