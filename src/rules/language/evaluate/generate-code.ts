import type { ConditionGraph, GraphNode } from './condition-graph.ts';

/**
 * JavaScript for the nodes of a graph. All that it holds are numbers: names of slots, checks and functions, and words of
 * this file; nothing of a rule's text ever gets into it. It calls on
 *
 * - `read(slot)`: the values of a slot, or undefined;
 * - `compare[check](values, others)`: the outcome of a check;
 * - `value[check]`: the one constant that a check compares with;
 * - `node[function]()`: another of these functions.
 */
export interface GeneratedCode {
  /** Bodies of functions without parameters. */
  readonly functions: readonly string[];
  /** The functions whose outcome is worth keeping while an event lasts. */
  readonly memoized: ReadonlySet<number>;
  /** The function of each rule. */
  readonly rules: readonly number[];
}

/** What is longer becomes a function of its own: the engine optimises small functions, and nesting stays shallow. */
const maxLength = 2000;

export function generateCode(graph: ConditionGraph): GeneratedCode {
  const generator = new CodeGenerator(graph);
  const rules = graph.roots.map((root) => generator.ruleFunction(root));
  return { functions: generator.functions, memoized: generator.memoized, rules };
}

class CodeGenerator {
  readonly functions: string[] = [];
  readonly memoized = new Set<number>();
  readonly #graph: ConditionGraph;
  readonly #functionOf = new Map<number, number>();
  readonly #expressions: string[] = [];

  constructor(graph: ConditionGraph) {
    this.#graph = graph;
    // A node comes after the nodes it is made of, so nothing here needs to recurse.
    for (const [index, node] of graph.nodes.entries()) this.#expressions.push(this.#expression(index, node));
  }

  ruleFunction(root: number): number {
    return this.#functionOf.get(root) ?? this.#hoist(this.#expressions[root] ?? 'false');
  }

  #expression(index: number, node: GraphNode): string {
    const code = this.#code(node);
    const isShared = (this.#graph.uses[index] ?? 0) > 1 && isWorthKeeping(node, this.#graph);
    if (!isShared && code.length <= maxLength) return code;
    const hoisted = this.#hoist(code);
    this.#functionOf.set(index, hoisted);
    if (isShared) this.memoized.add(hoisted);
    return `node[${hoisted}]()`;
  }

  #code(node: GraphNode): string {
    switch (node.kind) {
      case 'and':
        return this.#combination(' && ', node.children);
      case 'or':
        return this.#combination(' || ', node.children);
      case 'not':
        return `!${this.#expressions[node.child] ?? 'false'}`;
      case 'exists':
        return `(read(${node.slot}) !== undefined)`;
      case 'check':
        return checkCode(node);
      case 'fields':
        return `relates(read(${node.slot}), read(${node.right}), compare[${node.check}])`;
    }
  }

  /** Long chains are cut into functions of their own. */
  #combination(operator: string, children: readonly number[]): string {
    const groups: string[] = [];
    let group: string[] = [];
    let length = 0;
    for (const child of children) {
      const code = this.#expressions[child] ?? 'false';
      if (length + code.length > maxLength && group.length > 1) {
        groups.push(`node[${this.#hoist(group.join(operator))}]()`);
        group = [];
        length = 0;
      }
      group.push(code);
      length += code.length;
    }
    const parts = groups.length === 0 ? group : [...groups, ...group];
    if (parts.length <= maxLength / 10) return `(${parts.join(operator)})`;
    return this.#ofGroups(operator, parts);
  }

  /** More groups than fit into one function are grouped again. */
  #ofGroups(operator: string, parts: readonly string[]): string {
    let level = parts;
    while (level.length > 100) {
      const next: string[] = [];
      for (let at = 0; at < level.length; at += 100) {
        next.push(`node[${this.#hoist(level.slice(at, at + 100).join(operator))}]()`);
      }
      level = next;
    }
    return `(${level.join(operator)})`;
  }

  #hoist(code: string): number {
    return this.functions.push(code) - 1;
  }
}

function checkCode({ slot, check, equals }: Extract<GraphNode, { kind: 'check' }>): string {
  if (equals?.length === 1) return `is(read(${slot}), value[${check}])`;
  return `holds(read(${slot}), compare[${check}])`;
}

/** A single comparison of equal texts is quicker than looking up its outcome. */
function isWorthKeeping(node: GraphNode, graph: ConditionGraph): boolean {
  if (node.kind === 'not') return isWorthKeeping(graph.nodes[node.child] ?? node, graph);
  return node.kind !== 'exists' && !(node.kind === 'check' && node.equals?.length === 1);
}
