import type { Overflow } from './literal.ts';
import type { TemplateValue } from './value.ts';

/** The syntax tree of a template. Offsets point into the source, for messages. */

export interface Place {
  readonly start: number;
  readonly end: number;
}

export type Operand =
  | (Place & { readonly kind: 'dot' | 'nil' })
  | (Place & { readonly kind: 'literal'; readonly value: TemplateValue })
  | (Place & { readonly kind: 'overflow'; readonly value: Overflow })
  | (Place & { readonly kind: 'field'; readonly names: readonly string[] })
  | (Place & { readonly kind: 'variable'; readonly name: string; readonly names: readonly string[] })
  | (Place & { readonly kind: 'chain'; readonly base: Operand; readonly names: readonly string[] })
  | (Place & { readonly kind: 'function'; readonly name: string })
  | Pipeline;

/** `first` is what is called or read, the others are its arguments. */
export interface Command {
  readonly first: Operand;
  readonly operands: readonly Operand[];
}

export interface Pipeline extends Place {
  readonly kind: 'pipeline';
  readonly variables: readonly string[];
  /** `=` rather than `:=`. */
  readonly isAssignment: boolean;
  readonly commands: readonly Command[];
}

export interface Branch {
  readonly pipeline: Pipeline;
  readonly body: readonly Statement[];
}

export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | { readonly kind: 'if' | 'with'; readonly branches: readonly Branch[]; readonly otherwise: readonly Statement[] }
  | { readonly kind: 'range'; readonly branch: Branch; readonly otherwise: readonly Statement[] }
  | (Place & { readonly kind: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined })
  | { readonly kind: 'break' | 'continue' };

export interface Tree {
  readonly body: readonly Statement[];
  readonly definitions: ReadonlyMap<string, readonly Statement[]>;
}
