import type { Json } from '#kit/json.ts';

/** What a rule is evaluated on. */
export interface RuleEvent {
  /** The data source: `k8s_audit`, or that of another source of JSON. */
  readonly source: string;
  /** The event as it came, numbers with their text. */
  readonly json: Json;
  /** The bytes of the event as text, for `jevt.obj` and the like. */
  readonly text: string;
  /** Nanoseconds since the epoch. */
  readonly timeNs: bigint;
  /** Counts the events of this process from 1: `evt.num`. */
  readonly number: bigint;
}

/** Falco's types of field values, as far as something has them. */
export type FieldType =
  | 'CHARBUF'
  | 'BYTEBUF'
  | 'FSPATH'
  | 'BOOL'
  | 'DOUBLE'
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'UINT8'
  | 'UINT16'
  | 'UINT32'
  | 'UINT64'
  | 'PORT'
  | 'RELTIME'
  | 'ABSTIME'
  | 'IPADDR'
  | 'IPNET'
  | 'FDTYPE'
  | 'ERRNO'
  | 'PID'
  | 'FLAGS';

/** Numbers are exact: integers as bigint. */
export type FieldValue = string | bigint | number | boolean;

export interface FieldDeclaration {
  readonly name: string;
  readonly type: FieldType;
  readonly isList: boolean;
  /** What may stand in brackets behind the name. */
  readonly argument: 'none' | 'optional-index' | 'index' | 'optional-key' | 'key' | 'optional' | 'required';
  readonly description: string;
  /** Whether the field can only be printed, not filtered by, or is deprecated. */
  readonly isPrintOnly?: true;
  readonly isDeprecated?: true;
  /** Whether its plugin suggests it for the output of every rule. */
  readonly isSuggested?: true;
  /** Whether it can neither be compared with another field nor another with it. */
  readonly refusesFields?: true;
  /** Whether transformers of one argument cannot take it. */
  readonly refusesTransformers?: true;
}

/** Reads a field of an event: its values in order, of which only list fields have more than one; `undefined` where the event has none. */
export type FieldReader = (event: RuleEvent) => readonly FieldValue[] | undefined;

/** The fields of one data source. */
export interface FieldCatalog {
  readonly source: string;
  find(name: string): FieldDeclaration | undefined;
  /** @throws RangeError naming what is wrong with the argument */
  reader(name: string, argument: string | undefined): FieldReader;
  all(): readonly FieldDeclaration[];
  /** To be told of every event that rules are evaluated on, whatever they read of it. */
  readonly observe?: (event: RuleEvent) => void;
}
