import type { Json } from '#kit/json.ts';
import { isJsonObject } from '#kit/json.ts';
import type { FieldCatalog, FieldDeclaration, FieldType, FieldValue, RuleEvent } from '../../fields/field.ts';

/** A field of every type, to try the language on; events are objects of field names and texts. */
const scalars: Readonly<Record<string, FieldType>> = {
  'x.text': 'CHARBUF',
  'x.other': 'CHARBUF',
  'x.path': 'FSPATH',
  'x.bytes': 'BYTEBUF',
  'x.flag': 'BOOL',
  'x.ratio': 'DOUBLE',
  'x.int8': 'INT8',
  'x.int64': 'INT64',
  'x.uint8': 'UINT8',
  'x.uint32': 'UINT32',
  'x.uint64': 'UINT64',
  'x.port': 'PORT',
  'x.ip': 'IPADDR',
  'x.net': 'IPNET',
  'ka.verb': 'CHARBUF',
  'jevt.value': 'CHARBUF',
};

const lists: Readonly<Record<string, FieldType>> = {
  'l.texts': 'CHARBUF',
  'l.others': 'CHARBUF',
  'l.numbers': 'UINT64',
  'l.ips': 'IPADDR',
  'l.nets': 'IPNET',
  'l.pids': 'INT64',
};

const withArgument: Readonly<Record<string, FieldDeclaration['argument']>> = {
  'a.index': 'index',
  'a.item': 'optional-index',
  'a.key': 'key',
};

const declarations: ReadonlyMap<string, FieldDeclaration> = new Map(
  [
    ...Object.entries(scalars).map(([name, type]) => declare(name, type, false, 'none')),
    ...Object.entries(lists).map(([name, type]) => declare(name, type, true, 'none')),
    ...Object.entries(withArgument).map(([name, argument]) => declare(name, 'CHARBUF', false, argument)),
  ].map((declaration) => [declaration.name, declaration]),
);

export const sampleFields: FieldCatalog = {
  source: 'sample',
  find: (name) => declarations.get(name),
  all: () => [...declarations.values()],
  reader: (name, argument) => {
    const declaration = declarations.get(name);
    const isNeeded = declaration?.argument === 'index' || declaration?.argument === 'key';
    if (argument === undefined ? isNeeded : declaration?.argument === 'none') {
      throw new RangeError(`the argument of ${name} is ${argument ?? 'missing'}`);
    }
    const key = argument === undefined ? name : `${name}[${argument}]`;
    return (event) => {
      const value = isJsonObject(event.json) ? event.json[key] : undefined;
      if (value === undefined || declaration === undefined) return undefined;
      return (Array.isArray(value) ? value : [value]).map((item) => convert(String(item), declaration.type));
    };
  },
};

export function sampleEvent(json: Json): RuleEvent {
  return { source: 'sample', json, text: '', timeNs: 0n, number: 1n };
}

function declare(
  name: string,
  type: FieldType,
  isList: boolean,
  argument: FieldDeclaration['argument'],
): FieldDeclaration {
  return { name, type, isList, argument, description: '' };
}

function convert(text: string, type: FieldType): FieldValue {
  if (type === 'BOOL') return text === 'true';
  if (type === 'DOUBLE') return Number(text);
  return type.includes('INT') || type === 'PORT' ? BigInt(text) : text;
}
