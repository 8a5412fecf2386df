import type { FieldCatalog } from '../fields/field.ts';
import { buildGraph, type ConditionGraph, type GraphNode } from '../language/evaluate/condition-graph.ts';
import { necessaryValues } from '../language/evaluate/necessary-values.ts';
import type { Expression } from '../language/expression.ts';

/** A rule that matches nothing which an earlier one does not match; both by their places. */
export interface ImpliedRule {
  readonly rule: number;
  readonly by: number;
}

/** Comparing every part of every rule with every other can take long; what is left out then is only not known. */
const maxComparisons = 5_000_000;

/**
 * The rules that can be seen, without any event, to match only what an earlier rule matches, each with the first of those: with
 * `rule_matching: first` they can never make an alert. Not all such rules can be seen.
 */
export function impliedRules(conditions: readonly Expression[], catalog: FieldCatalog): readonly ImpliedRule[] {
  const graph = buildGraph(conditions, catalog, new Map());
  const implications = new Implications(graph);
  return graph.roots.flatMap((root, rule) => {
    const by = graph.roots.slice(0, rule).findIndex((earlier) => implications.holds(root, earlier));
    return by < 0 ? [] : [{ rule, by }];
  });
}

/** The places of the rules that can be seen to match nothing: they need two values of a field at once, or one of an empty list. */
export function impossibleRules(conditions: readonly Expression[], catalog: FieldCatalog): readonly number[] {
  const graph = buildGraph(conditions, catalog, new Map());
  const needs = necessaryValues(graph);
  return [...graph.roots.keys()].filter((rule) => {
    const need = needs[graph.roots[rule] ?? -1] ?? new Map<number, ReadonlySet<string>>();
    return [...need.values()].some(({ size }) => size === 0);
  });
}

/** Whether wherever one node is true another is, as far as their shape tells. */
class Implications {
  readonly #graph: ConditionGraph;
  readonly #known = new Map<string, boolean>();
  #comparisons = 0;

  constructor(graph: ConditionGraph) {
    this.#graph = graph;
  }

  holds(from: number, to: number): boolean {
    if (from === to) return true;
    const key = `${from} ${to}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#comparisons++ >= maxComparisons) return false;
    const [left, right] = [this.#graph.nodes[from], this.#graph.nodes[to]];
    const outcome = left !== undefined && right !== undefined && this.#compare(left, from, right, to);
    this.#known.set(key, outcome);
    return outcome;
  }

  #compare(left: GraphNode, from: number, right: GraphNode, to: number): boolean {
    if (right.kind === 'and') return right.children.every((child) => this.holds(from, child));
    if (left.kind === 'or') return left.children.every((child) => this.holds(child, to));
    if (left.kind === 'and' && left.children.some((child) => this.holds(child, to))) return true;
    if (right.kind === 'or') return right.children.some((child) => this.holds(from, child));
    if (left.kind === 'not') return right.kind === 'not' && this.holds(right.child, left.child);
    return isNarrower(left, right);
  }
}

/** One of fewer values than another, or any comparison, which no missing field passes, than that the field is there. */
function isNarrower(left: GraphNode, right: GraphNode): boolean {
  if (left.kind !== 'check' || !('slot' in right) || left.slot !== right.slot) return false;
  if (right.kind === 'exists') return true;
  if (right.kind !== 'check' || left.equals === undefined || right.equals === undefined) return false;
  const values = new Set(right.equals);
  return left.equals.every((value) => values.has(value));
}
