import type { FieldCatalog } from '../../fields/field.ts';
import type { Macros } from '../compile/compile-condition.ts';
import { maxDepth, resolveMacro, tooDeep } from '../compile/compile-condition.ts';
import type { CompiledCheck } from '../compile/compile-check.ts';
import { compileCheck, constantsOf } from '../compile/compile-check.ts';
import type { OperandReader } from '../compile/operand.ts';
import type { CheckExpression, ExistsExpression, Expression, FieldOperand, RightOperand } from '../expression.ts';

/** A condition in which equal parts of all rules are one node. Nodes and slots are named by their place. */
export type GraphNode =
  | { readonly kind: 'and' | 'or'; readonly children: readonly number[] }
  | { readonly kind: 'not'; readonly child: number }
  | { readonly kind: 'exists'; readonly slot: number }
  | { readonly kind: 'check'; readonly slot: number; readonly check: number; readonly equals?: readonly string[] }
  | { readonly kind: 'fields'; readonly slot: number; readonly right: number; readonly check: number };

export interface ConditionGraph {
  readonly nodes: readonly GraphNode[];
  /** How many nodes and rules refer to a node. */
  readonly uses: readonly number[];
  /** What is read from an event, each once. */
  readonly slots: readonly OperandReader[];
  readonly checks: readonly CompiledCheck[];
  /** The node of each rule. */
  readonly roots: readonly number[];
}

/** @throws ConditionCompileError */
export function buildGraph(conditions: readonly Expression[], catalog: FieldCatalog, macros: Macros): ConditionGraph {
  const builder = new GraphBuilder(catalog, macros);
  const roots = conditions.map((condition) => builder.use(builder.add(condition)));
  return { nodes: builder.nodes, uses: builder.uses, slots: builder.slots, checks: builder.checks, roots };
}

class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly uses: number[] = [];
  readonly slots: OperandReader[] = [];
  readonly checks: CompiledCheck[] = [];
  readonly #catalog: FieldCatalog;
  readonly #macros: Macros;
  readonly #path: string[] = [];
  readonly #taken = new Map<Expression, number>();
  #depth = 0;
  readonly #known = new Map<string, number>();
  readonly #knownSlots = new Map<string, number>();

  constructor(catalog: FieldCatalog, macros: Macros) {
    this.#catalog = catalog;
    this.#macros = macros;
  }

  use(node: number): number {
    this.uses[node] = (this.uses[node] ?? 0) + 1;
    return node;
  }

  /** Expressions that stand in several places, as those of macros do, are taken in once. */
  add(expression: Expression): number {
    const known = this.#taken.get(expression);
    if (known !== undefined) return known;
    if (this.#depth >= maxDepth) throw tooDeep(expression);
    this.#depth++;
    const node = this.#add(expression);
    this.#depth--;
    this.#taken.set(expression, node);
    return node;
  }

  #add(expression: Expression): number {
    switch (expression.kind) {
      case 'and':
      case 'or':
        return this.#combination(expression.kind, expression.children);
      case 'not': {
        const child = this.add(expression.child);
        return this.#intern(`not ${child}`, () => ({ kind: 'not', child: this.use(child) }));
      }
      case 'identifier': {
        const { name, position } = expression;
        const macro = resolveMacro(name, this.#macros, this.#path, position);
        this.#path.push(name);
        const node = this.add(macro);
        this.#path.pop();
        return node;
      }
      case 'check':
      case 'exists':
        return this.#intern(keyOf(expression), () => this.#check(expression));
    }
  }

  #combination(kind: 'and' | 'or', expressions: readonly Expression[]): number {
    const children = expressions.map((child) => this.add(child));
    return this.#intern(`${kind} ${children.join(' ')}`, () => {
      for (const child of children) this.use(child);
      return { kind, children };
    });
  }

  #check(expression: CheckExpression | ExistsExpression): GraphNode {
    const check = compileCheck(expression, this.#catalog, () => undefined);
    const slot = this.#slot(expression.left, check.left.read);
    if (check.kind === 'exists') return { kind: 'exists', slot };
    const index = this.checks.push(check) - 1;
    if (check.kind === 'fields' && expression.kind === 'check') {
      return { kind: 'fields', slot, right: this.#slot(expression.right, check.right.read), check: index };
    }
    const equals = check.left.type === 'CHARBUF' && !check.left.isList ? requiredValues(expression) : undefined;
    return equals === undefined ? { kind: 'check', slot, check: index } : { kind: 'check', slot, check: index, equals };
  }

  #slot(operand: FieldOperand | RightOperand, read: OperandReader): number {
    const key = keyOf(operand);
    const known = this.#knownSlots.get(key);
    if (known !== undefined) return known;
    const slot = this.slots.push(read) - 1;
    this.#knownSlots.set(key, slot);
    return slot;
  }

  #intern(key: string, make: () => GraphNode): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const node = this.nodes.push(make()) - 1;
    this.#known.set(key, node);
    return node;
  }
}

/** Equal expressions, wherever they stand, have equal keys; `val(x)` on the right reads the same as `x`. */
function keyOf(expression: CheckExpression | ExistsExpression | FieldOperand | RightOperand): string {
  const key = expression.kind === 'transformer' && expression.name === 'val' ? expression.arguments[0] : expression;
  return JSON.stringify(key, (name, value: unknown) => (name === 'position' ? undefined : value));
}

/** The values of which a field must have one for a check to hold; undefined if others would do as well. */
export function requiredValues(check: CheckExpression | ExistsExpression): readonly string[] | undefined {
  if (check.kind === 'exists') return undefined;
  const { operator, modifier } = check;
  const isEquality = (operator === '=' || operator === '==') && (modifier === undefined || modifier === 'anyof');
  const isMembership = operator === 'in' || operator === 'intersects';
  return isEquality || isMembership ? constantsOf(check.right) : undefined;
}
