import type { FieldType, FieldValue, RuleEvent } from '../../fields/field.ts';

/** Reads one side of a check; `undefined` where the event does not have it. */
export type OperandReader = (event: RuleEvent) => readonly FieldValue[] | undefined;

/** What a side of a check is before any event. */
export interface Operand {
  /** The name that error messages call it by. */
  readonly name: string;
  readonly type: FieldType;
  readonly isList: boolean;
  /** What it was before transformers of one argument, which is what the others look at. */
  readonly origin: { readonly type: FieldType; readonly isList: boolean };
  /** Whether no other field may stand on the other side. */
  readonly refusesFields?: true;
  /** Whether no transformer of one argument takes it. */
  readonly refusesTransformers?: true;
  readonly read: OperandReader;
}
