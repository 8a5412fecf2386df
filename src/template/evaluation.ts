import { Budget, maxDepth } from './budget.ts';
import { field } from './element.ts';
import { functions } from './functions.ts';
import { joined } from './go-string.ts';
import type { Command, Operand, Pipeline, Place } from './node.ts';
import type { Scope } from './scope.ts';
import { fail, RenderFailure } from './template-error.ts';
import { isTrue, type TemplateValue } from './value.ts';

type Values = readonly TemplateValue[];

const nothing: Values = [];

/** Evaluates pipelines. `piped` is what the command before passes on: one value or none. */
export class Evaluation {
  readonly budget = new Budget();
  /** What is being evaluated, for messages. */
  place: Place = { start: 0, end: 0 };
  #depth = 0;

  pipeline(pipeline: Pipeline, dot: TemplateValue, scope: Scope): TemplateValue {
    this.enter();
    this.place = pipeline;
    let value: TemplateValue;
    let piped = nothing;
    for (const command of pipeline.commands) {
      value = this.#command(command, dot, scope, piped) ?? undefined;
      piped = [value];
    }
    for (const name of pipeline.variables) {
      if (pipeline.isAssignment) scope.set(name, value);
      else scope.declare(name, value);
    }
    this.leave();
    return value;
  }

  enter(): void {
    this.#depth++;
    if (this.#depth > maxDepth) fail(`exceeded maximum template depth (${maxDepth})`);
    this.budget.spend(1);
  }

  leave(): void {
    this.#depth--;
  }

  #command({ first, operands }: Command, dot: TemplateValue, scope: Scope, piped: Values): TemplateValue {
    this.place = first;
    const hasArguments = operands.length > 0 || piped.length > 0;
    if (first.kind === 'function') return this.#call(first.name, operands, dot, scope, piped);
    if (hasArguments) {
      if (first.kind === 'field') return fieldOf(dot, first.names, true);
      if (first.kind === 'chain') return fieldOf(this.#operand(first.base, dot, scope), first.names, true);
      if (first.kind !== 'variable' || first.names.length === 0) fail("can't give argument to non-function");
      return fieldOf(scope.get(first.name), first.names, true);
    }
    if (first.kind === 'nil') return fail('nil is not a command');
    return this.#operand(first, dot, scope);
  }

  #operand(operand: Operand, dot: TemplateValue, scope: Scope): TemplateValue {
    this.place = operand;
    switch (operand.kind) {
      case 'dot':
        return dot;
      case 'nil':
        return undefined;
      case 'literal':
        return operand.value;
      case 'overflow':
        return fail(`${operand.value.overflow} overflows int`);
      case 'field':
        return fieldOf(dot, operand.names, false);
      case 'variable':
        return fieldOf(scope.get(operand.name), operand.names, false);
      case 'chain':
        return fieldOf(this.#operand(operand.base, dot, scope), operand.names, false);
      case 'function':
        return this.#call(operand.name, [], dot, scope, nothing);
      case 'pipeline':
        return this.pipeline(operand, dot, scope);
    }
  }

  #call(name: string, operands: readonly Operand[], dot: TemplateValue, scope: Scope, piped: Values): TemplateValue {
    this.budget.spend(1);
    const { place } = this;
    const definition = functions.get(name);
    const count = operands.length + piped.length;
    if (definition === undefined) return this.#andOr(name, operands, dot, scope, piped);
    checkCount(name, count, definition.minimum, definition.maximum);
    const values: TemplateValue[] = [];
    for (const operand of operands) values.push(this.#argument(operand, dot, scope));
    values.push(...piped);
    this.place = place;
    const result = callNamed(name, () => definition.call(values, this.budget));
    return typeof result === 'string' ? this.budget.text(joined(result)) : result;
  }

  /** Reading a text costs as much as the text is long, whatever the function makes of it. */
  #argument(operand: Operand, dot: TemplateValue, scope: Scope): TemplateValue {
    const value = this.#operand(operand, dot, scope);
    if (typeof value === 'string') this.budget.spendOnText(value);
    return value;
  }

  /** The first argument that decides, or the last one. */
  #andOr(name: string, operands: readonly Operand[], dot: TemplateValue, scope: Scope, piped: Values): TemplateValue {
    checkCount(name, operands.length + piped.length, 1, Infinity);
    let value: TemplateValue;
    for (const operand of operands) {
      value = this.#operand(operand, dot, scope);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return piped.length > 0 ? piped[0] : value;
  }
}

function fieldOf(value: TemplateValue, names: readonly string[], hasArguments: boolean): TemplateValue {
  let result = value;
  for (let at = 0; at < names.length; at++) {
    result = field(result, names[at] ?? '', hasArguments && at === names.length - 1);
  }
  return result;
}

function callNamed(name: string, call: () => TemplateValue): TemplateValue {
  try {
    return call();
  } catch (error) {
    if (error instanceof RenderFailure) throw new RenderFailure(`error calling ${name}: ${error.message}`);
    throw error;
  }
}

function checkCount(name: string, count: number, minimum: number, maximum: number): void {
  if (count >= minimum && count <= maximum) return;
  const wanted = maximum === Infinity ? `at least ${minimum}` : String(minimum);
  fail(`wrong number of args for ${name}: want ${wanted} got ${count}`);
}
