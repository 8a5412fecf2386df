import type { FieldDefinition } from './catalog.ts';
import type { FieldReader } from './field.ts';
import { compactJsonText, indentJsonText } from './json-text.ts';
import { compilePointer, textOf } from './json-values.ts';

/** The fields of Falco's `json` plugin, for every source of JSON. `jevt.` is the older name of `json.`. */
export const jsonFields: readonly FieldDefinition[] = ['json', 'jevt'].flatMap((prefix): FieldDefinition[] => [
  {
    name: `${prefix}.value`,
    type: 'CHARBUF',
    isList: false,
    argument: 'key',
    description: 'What a JSON pointer (RFC 6901) leads to: a string as it is, anything else as JSON.',
    read: (argument = '') => readValue(argument),
  },
  {
    name: `${prefix}.obj`,
    type: 'CHARBUF',
    isList: false,
    argument: 'none',
    description: 'The whole event as indented JSON.',
    read: () => (event) => [indentJsonText(event.text)],
  },
  {
    name: `${prefix}.rawtime`,
    type: 'CHARBUF',
    isList: false,
    argument: 'none',
    description: 'Time of the event in nanoseconds since 1970, as text.',
    read: () => (event) => [event.timeNs.toString()],
  },
]);

function readValue(pointer: string): FieldReader {
  if (pointer === '') return (event) => [compactJsonText(event.text)];
  const follow = compilePointer(pointer);
  return (event) => {
    const value = follow(event.json);
    return value === undefined ? undefined : [textOf(value)];
  };
}
