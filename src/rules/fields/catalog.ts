import type { FieldCatalog, FieldDeclaration, FieldReader } from './field.ts';

/** A field and how it is read. What must hold of an argument is checked before `read` sees it. */
export interface FieldDefinition extends FieldDeclaration {
  read(argument: string | undefined): FieldReader;
}

/** Puts the fields of several extractors together. Where two have a name in common, the first wins, as in Falco. */
export function createCatalog(source: string, ...groups: readonly (readonly FieldDefinition[])[]): FieldCatalog {
  const fields = new Map<string, FieldDefinition>();
  for (const field of groups.flat()) if (!fields.has(field.name)) fields.set(field.name, field);
  const declarations: readonly FieldDeclaration[] = Object.freeze([...fields.values()]);
  return {
    source,
    find: (name) => fields.get(name),
    reader(name, argument) {
      const field = fields.get(name);
      if (!field) throw new RangeError(nonexistent(written(name, argument)));
      checkArgument(field, argument);
      return field.read(argument);
    },
    all: () => declarations,
  };
}

/** Falco's words for a field no extractor of the source has. */
export function nonexistent(field: string): string {
  return `filter_check called with nonexistent field ${field}`;
}

/** @throws RangeError in Falco's words */
export function checkArgument(field: FieldDeclaration, argument: string | undefined): void {
  const { name } = field;
  if (argument === undefined) {
    if (!needsArgument[field.argument]) return;
    throw new RangeError(`filter '${name}': ${name} requires an argument but none provided`);
  }
  if (field.argument === 'none') throw new RangeError(unwantedArgument(name, argument));
  if (field.argument.endsWith('index')) checkIndex(name, argument);
}

const needsArgument: Readonly<Record<FieldDeclaration['argument'], boolean>> = {
  none: false,
  'optional-index': false,
  index: true,
  'optional-key': false,
  key: true,
  optional: false,
  required: true,
};

/** Falco's own fields match by their whole text, so that an argument makes an unknown field of them; a plugin's say what is wrong. */
function unwantedArgument(name: string, argument: string): string {
  const text = written(name, argument);
  if (name.startsWith('evt.')) return nonexistent(text);
  return `filter '${text}': ${name} does not allow nor require an argument but one is provided: ${argument}`;
}

/** The largest index is that of an unsigned number of 64 bits. */
const maxIndex = 2n ** 64n - 1n;

function checkIndex(name: string, argument: string): void {
  const start = `filter ${written(name, argument)} ${name} has an invalid index argument`;
  if (/[^0-9]/.test(argument)) throw new RangeError(`${start} not composed only by digits: ${argument}`);
  if (argument === '' || /^0./.test(argument)) throw new RangeError(`${start} starting with 0: ${argument}`);
  if (BigInt(argument.slice(0, 21)) > maxIndex) {
    throw new RangeError(`${start} not representable on 64 bit: ${argument}`);
  }
}

function written(name: string, argument: string | undefined): string {
  return argument === undefined ? name : `${name}[${argument}]`;
}
