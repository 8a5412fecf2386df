import type { FieldCatalog, FieldValue, RuleEvent } from '../../fields/field.ts';
import type { CompiledCheck } from '../compile/compile-check.ts';
import type { Macros } from '../compile/compile-condition.ts';
import type { Expression } from '../expression.ts';
import { createCandidateIndex } from './candidate-index.ts';
import type { ConditionGraph } from './condition-graph.ts';
import { buildGraph } from './condition-graph.ts';
import type { GeneratedCode } from './generate-code.ts';
import { generateCode } from './generate-code.ts';
import { necessaryValues } from './necessary-values.ts';

export interface RuleSetOptions {
  readonly macros?: Macros;
  /** Falco's `rule_matching`: whether an event stops at the first rule that matches. */
  readonly ruleMatching?: 'first' | 'all';
  /** Measures; without it nothing is measured, and nothing lost. */
  readonly probe?: EvaluationProbe;
}

/** Is told of every rule that is evaluated. What rules have in common counts for the first of them that needs it. */
export interface EvaluationProbe {
  readonly nowMs: () => number;
  evaluated(rule: number, durationMs: number): void;
}

/** The places of the rules that match, in the order of the rules. */
export type RuleSetEvaluator = (event: RuleEvent) => readonly number[];

export interface RuleSetEvaluation {
  readonly evaluate: RuleSetEvaluator;
  /** The places of the rules that the index left to be looked at for the event that was evaluated last. */
  readonly candidates: () => readonly number[];
}

type Values = readonly FieldValue[] | undefined;
type Compare = (values: readonly FieldValue[], others: readonly FieldValue[]) => boolean;

/**
 * Evaluates many rules at once: fields are read and shared parts evaluated at most once per event, and rules that need
 * other values than the event has are not looked at.
 * @throws ConditionCompileError
 */
export function createRuleSetEvaluator(
  rules: readonly Expression[],
  catalog: FieldCatalog,
  options: RuleSetOptions = {},
): RuleSetEvaluator {
  return createRuleSetEvaluation(rules, catalog, options).evaluate;
}

/** The same, for whoever asks which rules were looked at. @throws ConditionCompileError */
export function createRuleSetEvaluation(
  rules: readonly Expression[],
  catalog: FieldCatalog,
  { macros = new Map(), ruleMatching = 'first', probe }: RuleSetOptions = {},
): RuleSetEvaluation {
  const graph = buildGraph(rules, catalog, macros);
  const needs = necessaryValues(graph);
  const index = createCandidateIndex(graph.roots.map((root) => needs[root] ?? new Map()));
  const memory = new EventMemory(graph);
  const linked = linkCode(generateCode(graph), graph, memory);
  const functions = probe === undefined ? linked : linked.map((evaluate, rule) => probed(evaluate, rule, probe));
  return {
    evaluate: (event) => {
      memory.begin(event);
      return matching(index(memory.read), functions, ruleMatching === 'first');
    },
    candidates: () => index(memory.read),
  };
}

function probed(evaluate: () => boolean, rule: number, probe: EvaluationProbe): () => boolean {
  return () => {
    const startedMs = probe.nowMs();
    const outcome = evaluate();
    probe.evaluated(rule, probe.nowMs() - startedMs);
    return outcome;
  };
}

function matching(
  candidates: readonly number[],
  rules: readonly (() => boolean)[],
  isFirstOnly: boolean,
): readonly number[] {
  let matches: number[] | undefined;
  for (const rule of candidates) {
    if (rules[rule]?.() !== true) continue;
    if (isFirstOnly) return [rule];
    (matches ??= []).push(rule);
  }
  return matches ?? noMatches;
}

/** As of most events. */
const noMatches: readonly number[] = [];

/** What was read from the event at hand. Nothing is erased between events: a stamp tells what is of which. */
class EventMemory {
  readonly #graph: ConditionGraph;
  readonly #values: Values[];
  readonly #stamps: Float64Array;
  #event: RuleEvent | undefined;
  stamp = 0;

  constructor(graph: ConditionGraph) {
    this.#graph = graph;
    this.#values = graph.slots.map(() => undefined);
    this.#stamps = new Float64Array(graph.slots.length);
  }

  begin(event: RuleEvent): void {
    this.#event = event;
    this.stamp++;
  }

  readonly read = (slot: number): Values => {
    if (this.#stamps[slot] === this.stamp) return this.#values[slot];
    const values = this.#event === undefined ? undefined : this.#graph.slots[slot]?.(this.#event);
    this.#stamps[slot] = this.stamp;
    this.#values[slot] = values;
    return values;
  };
}

/** Functions of this many bodies are made at a time. */
const chunkSize = 100;

/** Makes functions of the code, and returns those of the rules. */
function linkCode(code: GeneratedCode, graph: ConditionGraph, memory: EventMemory): readonly (() => boolean)[] {
  const node: (() => boolean)[] = [];
  const compare = graph.checks.map(compareOf);
  const value = constantsByCheck(graph);
  for (let at = 0; at < code.functions.length; at += chunkSize) {
    const bodies = code.functions.slice(at, at + chunkSize);
    const source = `'use strict'; return [${bodies.map((body) => `() => ${body}`).join(',\n')}];`;
    // eslint-disable-next-line typescript/no-implied-eval -- the source holds numbers and words of generate-code.ts only
    const make = new Function('read', 'is', 'holds', 'relates', 'compare', 'value', 'node', source);
    const made: readonly (() => boolean)[] = make(memory.read, isValue, holds, relates, compare, value, node);
    for (const [offset, evaluate] of made.entries()) {
      node.push(code.memoized.has(at + offset) ? memoize(evaluate, memory) : evaluate);
    }
  }
  return code.rules.map((index) => node[index] ?? (() => false));
}

function memoize(evaluate: () => boolean, memory: EventMemory): () => boolean {
  let stamp = 0;
  let outcome = false;
  return () => {
    if (stamp === memory.stamp) return outcome;
    outcome = evaluate();
    stamp = memory.stamp;
    return outcome;
  };
}

function isValue(values: Values, constant: FieldValue): boolean {
  return values !== undefined && values[0] === constant;
}

function holds(values: Values, compare: Compare): boolean {
  return values !== undefined && compare(values, noValues);
}

function relates(values: Values, others: Values, compare: Compare): boolean {
  return values !== undefined && others !== undefined && compare(values, others);
}

const noValues: readonly FieldValue[] = [];

function compareOf(check: CompiledCheck): Compare {
  switch (check.kind) {
    case 'exists':
      return () => true;
    case 'constant':
      return check.compare;
    case 'fields':
      return check.compare;
  }
}

function constantsByCheck(graph: ConditionGraph): readonly (FieldValue | undefined)[] {
  const constants: (FieldValue | undefined)[] = graph.checks.map(() => undefined);
  for (const node of graph.nodes) if (node.kind === 'check') constants[node.check] = node.equals?.[0];
  return constants;
}
