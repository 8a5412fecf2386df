import type { FieldCatalog } from '../fields/field.ts';
import { compileCondition } from '../language/compile/compile-condition.ts';
import { ConditionCompileError, type Expression, type Position } from '../language/expression.ts';
import { byteLength } from '../language/byte-text.ts';
import type { MacroDefinition } from './definitions.ts';
import { partsOf } from './expression-size.ts';
import type { ConditionPlace, LoadContext } from './load-context.ts';

/** What the compiler of conditions says, and where in the text of the rule or of the macro. */
export interface Complaint {
  readonly message: string;
  readonly position: Position;
}

/** The text of a condition and where it is written. */
export interface WrittenCondition {
  readonly condition: string;
  readonly conditionContext: LoadContext;
}

/**
 * Finds out whether a complaint about a rule is about its own condition or about that of a macro: positions do not say
 * which text they count in, and Falco takes them all for places in the rule.
 */
export class ConditionOrigins {
  readonly #macros: ReadonlyMap<string, Expression>;
  readonly #definitions: ReadonlyMap<string, MacroDefinition>;
  readonly #complaints = new Map<Expression, readonly Complaint[]>();

  /** @param macros with their own macros in their places */
  constructor(macros: ReadonlyMap<string, Expression>, definitions: ReadonlyMap<string, MacroDefinition>) {
    this.#macros = macros;
    this.#definitions = definitions;
  }

  /**
   * @param text the condition with its exceptions
   * @param parsed the same, its macros by name
   */
  placeOf(
    { message, position }: Complaint,
    rule: WrittenCondition,
    text: string,
    parsed: Expression,
    catalog: FieldCatalog,
  ): ConditionPlace {
    for (const part of partsOf(parsed)) {
      const isThere = part.kind !== 'and' && part.kind !== 'or' && part.position.offset === position.offset;
      if (isThere && complaintsOf(part, catalog).some((own) => own.message === message)) {
        return placeIn(rule, text, position.offset);
      }
    }
    for (const [name, condition] of this.#macros) {
      const macro = this.#definitions.get(name);
      const known = this.#complaints.get(condition) ?? complaintsOf(condition, catalog);
      this.#complaints.set(condition, known);
      const own = known.find((complaint) => complaint.message === message);
      if (macro !== undefined && own !== undefined) return placeIn(macro, macro.condition, own.position.offset);
    }
    return placeIn(rule, text, position.offset);
  }
}

/** A place in a condition as it is written, if the text is that or that with exceptions behind it. */
export function placeIn(
  { condition, conditionContext: item }: WrittenCondition,
  text: string,
  offset: number,
): ConditionPlace {
  const isExcepted = text !== condition && text.startsWith(`(${condition})`);
  if (isExcepted && offset >= 1 && offset <= byteLength(condition))
    return { item, text: condition, offset: offset - 1 };
  return { item, text, offset };
}

function complaintsOf(condition: Expression, catalog: FieldCatalog): readonly Complaint[] {
  try {
    return compileCondition(condition, catalog).warnings;
  } catch (error) {
    if (error instanceof ConditionCompileError) return [error];
    throw error;
  }
}
