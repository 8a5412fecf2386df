import type { ConditionGraph, GraphNode } from './condition-graph.ts';

/** The values of some slots of which an event must have one each for a rule to match. */
export type NecessaryValues = ReadonlyMap<number, ReadonlySet<string>>;

const nothing: NecessaryValues = new Map();

/** More needs make an index no better, and a condition may name fields without end. */
const maxNeeds = 16;

/** What each node needs: both sides of an `and`, what all sides of an `or` have in common; of a `not` nothing is known. */
export function necessaryValues(graph: ConditionGraph): readonly NecessaryValues[] {
  const needs: NecessaryValues[] = [];
  // A node comes after the nodes it is made of.
  for (const node of graph.nodes) needs.push(needsOf(node, needs));
  return needs;
}

function needsOf(node: GraphNode, needs: readonly NecessaryValues[]): NecessaryValues {
  switch (node.kind) {
    case 'check':
      return node.equals === undefined ? nothing : new Map([[node.slot, new Set(node.equals)]]);
    case 'and':
      return node.children.map((child) => needs[child] ?? nothing).reduce(both, nothing);
    case 'or': {
      const [first = nothing, ...others] = node.children.map((child) => needs[child] ?? nothing);
      return either(first, others);
    }
    case 'not':
    case 'exists':
    case 'fields':
      return nothing;
  }
}

function both(left: NecessaryValues, right: NecessaryValues): NecessaryValues {
  if (left.size === 0) return right;
  if (right.size === 0) return left;
  const needs = new Map(left);
  for (const [slot, values] of right) {
    const known = needs.get(slot);
    if (known !== undefined) needs.set(slot, new Set([...known].filter((value) => values.has(value))));
    else if (needs.size < maxNeeds) needs.set(slot, values);
  }
  return needs;
}

function either(first: NecessaryValues, others: readonly NecessaryValues[]): NecessaryValues {
  if (first.size === 0 || others.some((needs) => needs.size === 0)) return nothing;
  const needs = new Map<number, ReadonlySet<string>>();
  for (const [slot, values] of first) {
    const union = new Set(values);
    const isNeededByAll = others.every((other) => {
      const more = other.get(slot);
      for (const value of more ?? []) union.add(value);
      return more !== undefined;
    });
    if (isNeededByAll) needs.set(slot, union);
  }
  return needs;
}
