import type { Priority } from '#alert/priority.ts';
import type { FieldCatalog } from '../fields/field.ts';
import type { Expression } from '../language/expression.ts';
import type { AppendedOutput, ExtraField } from './append-output.ts';
import type { RuleDefinition } from './definitions.ts';

/** A rule with its lists and macros in their places, ready to be compiled for its source. */
export interface LoadedRule {
  readonly name: string;
  readonly source: string;
  readonly priority: Priority;
  /** Sorted by bytes, each once. */
  readonly tags: readonly string[];
  readonly description: string;
  /** With what the configuration appends. */
  readonly output: string;
  readonly extraFields: readonly ExtraField[];
  /** With its macros and exceptions. */
  readonly condition: Expression;
  /** The text of the condition that its positions point into: without lists and macros, with exceptions. */
  readonly conditionText: string;
  /** Whether it is to be evaluated: enabled in its file and by selection, and urgent enough. */
  readonly isEnabled: boolean;
  readonly exceptionFields: readonly string[];
  /** As collected: what the files say. */
  readonly definition: RuleDefinition;
}

export interface LoadOptions {
  /** The fields of every source that rules may have; the rules of others are skipped. */
  readonly catalogs: ReadonlyMap<string, FieldCatalog>;
  /** What is wrong with an output, in Falco's words; `undefined` if nothing. */
  readonly checkFormat: (format: string, catalog: FieldCatalog) => string | undefined;
  /** Less urgent rules are not enabled. */
  readonly minimumPriority?: Priority;
  /** Falco's `rules` of the configuration, in order. */
  readonly select?: readonly RuleSelector[];
  readonly appendOutput?: readonly AppendedOutput[];
  /** The plugins that are there; their versions are not compared with those required if this is missing. */
  readonly plugins?: readonly { readonly name: string; readonly version: string }[];
}

export interface RuleSelector {
  readonly action: 'enable' | 'disable';
  /** A name in which `*` stands for anything. */
  readonly rule?: string;
  readonly tag?: string;
}
