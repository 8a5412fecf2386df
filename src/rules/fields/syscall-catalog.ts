import { checkArgument, nonexistent } from './catalog.ts';
import type { FieldCatalog, FieldDeclaration, FieldReader, FieldType } from './field.ts';
import { genericFields } from './generic-fields.ts';
import { containerPluginFields } from './syscall-container-fields.ts';
import { eventFields } from './syscall-event-fields.ts';
import { eventTypeNames } from './syscall-event-types.ts';
import { fileFields } from './syscall-file-fields.ts';
import { parameterNames } from './syscall-parameters.ts';
import { processFields } from './syscall-process-fields.ts';
import { allowsTransformers, fieldsWithoutRightFields } from './syscall-restrictions.ts';
import { fieldTypes, readFieldTable } from './syscall-table.ts';

/** The data source of system calls. Falco evaluates its rules; here they are only checked. */
export const syscallSource = 'syscall';

/** Which plugins' fields there are beside those of Falco itself. */
export interface SyscallOptions {
  readonly hasContainerPlugin: boolean;
}

/** The 233 fields of libs, and the 61 of the `container` plugin. Readers find nothing: there are no system calls here. */
export function syscallCatalog({ hasContainerPlugin }: SyscallOptions): FieldCatalog {
  const tables = [eventFields, processFields, fileFields, ...(hasContainerPlugin ? [containerPluginFields] : [])];
  const generic = genericFields({ hostname: '', pluginName: '', utcOffset: () => 0, firstEventNs: () => 0n });
  const fields = new Map<string, FieldDeclaration>();
  for (const field of [...generic, ...tables.flatMap(readFieldTable)]) fields.set(field.name, restricted(field));
  const declarations = [...fields.values()];
  const parameters = parameterTypes();
  const events = new Set(words(eventTypeNames));
  const find = (name: string) => fields.get(name) ?? dotted(name, fields, parameters, events);
  return {
    source: syscallSource,
    find,
    reader: (name, argument) => {
      const field = find(name);
      if (!field) throw new RangeError(unknown(name, argument));
      checkSyscallArgument(field, argument);
      return readNothing;
    },
    all: () => declarations,
  };
}

/** What `evt.type` may be compared with: the names of all events and system calls. */
export function syscallEventTypes(): ReadonlySet<string> {
  return new Set(words(eventTypeNames));
}

function restricted(field: FieldDeclaration): FieldDeclaration {
  if (!fieldsWithoutRightFields.has(field.name)) return field;
  return { ...field, refusesFields: true, ...(allowsTransformers(field.name) ? {} : { refusesTransformers: true }) };
}

const readNothing: FieldReader = () => undefined;

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function parameterTypes(): ReadonlyMap<string, FieldType> {
  const types = fieldTypes.flatMap((type) => words(parameterNames[type] ?? '').map((name) => [name, type] as const));
  return new Map(types);
}

/** `evt.arg.fd`, `evt.rawarg.size`, `evt.type.is.open`, `evt.abspath.src`, `thread.cgroup.cpu`. */
function dotted(
  name: string,
  fields: ReadonlyMap<string, FieldDeclaration>,
  parameters: ReadonlyMap<string, FieldType>,
  events: ReadonlySet<string>,
): FieldDeclaration | undefined {
  const stem = dottedStems.find((candidate) => name.startsWith(`${candidate}.`));
  const declaration = stem === undefined ? undefined : fields.get(stem);
  if (!declaration || stem === undefined) return undefined;
  const rest = name.slice(stem.length + 1);
  if (!isKnownRest(stem, rest, parameters, events)) return undefined;
  const type = stem === 'evt.rawarg' ? (parameters.get(rest) ?? declaration.type) : declaration.type;
  return { ...declaration, name, type, argument: 'none' };
}

const dottedStems = ['evt.arg', 'evt.rawarg', 'evt.type.is', 'evt.abspath', 'thread.cgroup'];

function isKnownRest(
  stem: string,
  rest: string,
  parameters: ReadonlyMap<string, FieldType>,
  events: ReadonlySet<string>,
): boolean {
  if (stem === 'evt.abspath') return rest === 'src' || rest === 'dst';
  if (stem === 'evt.type.is') return events.has(rest);
  return stem === 'thread.cgroup' ? /^\w+$/.test(rest) : parameters.has(rest);
}

function unknown(name: string, argument: string | undefined): string {
  const parameter = /^evt\.(?:raw)?arg\.(.+)$/.exec(name)?.[1];
  if (parameter !== undefined) return `unknown event argument ${parameter}`;
  return nonexistent(argument === undefined ? name : `${name}[${argument}]`);
}

/** Falco reads these arguments as numbers of 32 bits, and does not know the field where that fails. */
const numbered = /^(?:proc\.(?:aexe|aexepath|aname|args|aargs|acmdline|apid)|fd\.types|evt\.arg)$/;

function checkSyscallArgument(field: FieldDeclaration, argument: string | undefined): void {
  const { name } = field;
  const written = argument === undefined ? name : `${name}[${argument}]`;
  if (name === 'evt.abspath' && argument === undefined) return;
  if (name === 'evt.rawarg' && argument !== undefined) {
    throw new RangeError('evt.arg fields must be expressed explicitly');
  }
  if (dottedStems.includes(name) && (argument === undefined || name !== 'evt.arg')) {
    throw new RangeError(`filter syntax error: ${written}`);
  }
  if (argument !== undefined && numbered.test(name) && !/^-?\d{1,10}$/.test(argument))
    throw new RangeError(nonexistent(written));
  if (argument !== undefined && field.argument === 'none') throw new RangeError(nonexistent(written));
  if (field.argument !== 'optional-index') checkArgument(field, argument);
}
