import type { Priority } from '#alert/priority.ts';
import type { LoadContext } from './load-context.ts';

/** A list as collected from all files; `index` and `visibility` count the items of all files. */
export interface ListDefinition {
  readonly name: string;
  readonly context: LoadContext;
  readonly items: readonly string[];
  /** When it was first defined. */
  readonly index: number;
  /** When it was last changed: what was defined before may be used in it. */
  readonly visibility: number;
}

export interface MacroDefinition {
  readonly name: string;
  readonly context: LoadContext;
  readonly conditionContext: LoadContext;
  readonly condition: string;
  readonly index: number;
  readonly visibility: number;
}

/** A text, or a list of them: what exceptions are made of. */
export type ExceptionEntry = string | readonly ExceptionEntry[];

export interface ExceptionDefinition {
  readonly name: string;
  readonly context: LoadContext;
  /** Empty where there are none. */
  readonly fields: ExceptionEntry;
  readonly comparisons: ExceptionEntry;
  readonly values: readonly ExceptionEntry[];
}

/** What a rule says, apart from its name. */
export interface RuleContent {
  readonly condition: string;
  readonly output: string;
  readonly description: string;
  readonly priority: Priority;
  readonly tags: readonly string[];
  readonly exceptions: readonly ExceptionDefinition[];
  readonly isEnabled: boolean;
  readonly isCaptured: boolean;
  readonly captureMs: number;
  readonly warnsOfEventTypes: boolean;
  readonly isSkippedIfUnknown: boolean;
}

export interface RuleDefinition extends RuleContent {
  readonly name: string;
  readonly source: string;
  readonly context: LoadContext;
  readonly conditionContext: LoadContext;
  readonly outputContext: LoadContext;
  readonly hasUnknownSource: boolean;
}

/** A change of a rule that exists. */
export interface RuleUpdate {
  readonly name: string;
  /** Empty where it is not said. */
  readonly source: string;
  readonly context: LoadContext;
  readonly content: Partial<RuleContent>;
}

export interface PluginRequirement {
  readonly name: string;
  readonly version: string;
}
