import type { FieldDeclaration, FieldType } from './field.ts';

/**
 * Reads a table of fields. A line is `name TYPE description`. Before the name, `~` says deprecated, `^` print only and `+` suggested; behind the type,
 * `*` says list, and brackets what argument there may be: `[number]` and `[key]` may be left out, `[key!]` and `[required]` may not,
 * `[dotted]` is written behind a full stop.
 */
export function readFieldTable(table: string): readonly FieldDeclaration[] {
  return table.trim().split('\n').map(readLine);
}

const line = /^(~?)(\^?)(\+?)(\S+) ([A-Z0-9]+)(\*?)(?:\[(\S+)\])? (.+)$/;

function readLine(text: string): FieldDeclaration {
  const match = line.exec(text);
  const [, deprecated, printOnly, suggested, name = '', typeName = '', list, argument = 'none', description = ''] =
    match ?? [];
  const type = fieldTypes.find((known) => known === typeName);
  const kind = argumentKinds.get(argument);
  if (!match || !type || !kind) throw new RangeError(`Not a line of a table of fields: ${text}`);
  return {
    name,
    type,
    isList: list === '*',
    argument: kind,
    description,
    ...(printOnly === '' ? {} : { isPrintOnly: true as const }),
    ...(deprecated === '' ? {} : { isDeprecated: true as const }),
    ...(suggested === '' ? {} : { isSuggested: true as const }),
  };
}

const argumentKinds: ReadonlyMap<string, FieldDeclaration['argument']> = new Map([
  ['none', 'none'],
  ['number', 'optional-index'],
  ['key', 'optional-key'],
  ['key!', 'key'],
  ['required', 'required'],
  ['dotted', 'required'],
] as const);

/** All types there are. */
export const fieldTypes: readonly FieldType[] = [
  'CHARBUF',
  'BYTEBUF',
  'FSPATH',
  'BOOL',
  'DOUBLE',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'PORT',
  'RELTIME',
  'ABSTIME',
  'IPADDR',
  'IPNET',
  'FDTYPE',
  'ERRNO',
  'PID',
  'FLAGS',
];
