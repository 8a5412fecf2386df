import { maxTextLength } from './budget.ts';
import { Evaluation } from './evaluation.ts';
import { shown } from './format.ts';
import { sortedKeys } from './format-value.ts';
import type { Branch, Place, Statement, Tree } from './node.ts';
import { quote } from './quote.ts';
import { Scope } from './scope.ts';
import { fail } from './template-error.ts';
import { isList, isMap, isTrue, TemplateByte, TemplateVerbatim, underlying, type TemplateValue } from './value.ts';

type Statements = readonly Statement[];
/** How a list of statements ended, if not by its end. */
type Jump = 'break' | 'continue' | undefined;

/** Makes a text fit for where the result goes: between the quotes of JSON, into a URL. */
export type Escape = (text: string) => string;

/** One rendering of a template. */
export class Rendering {
  readonly #tree: Tree;
  readonly #escape: Escape;
  readonly #evaluation = new Evaluation();
  /** What has been written so far. */
  text = '';
  #verbatimLength = 0;

  constructor(tree: Tree, escape: Escape) {
    this.#tree = tree;
    this.#escape = escape;
  }

  /** What was being evaluated last. */
  get place(): Place {
    return this.#evaluation.place;
  }

  run(data: TemplateValue): void {
    const root = data ?? undefined;
    this.#statements(this.#tree.body, root, new Scope(root));
  }

  #statements(statements: Statements, dot: TemplateValue, scope: Scope): Jump {
    this.#evaluation.enter();
    let jump: Jump;
    for (const statement of statements) {
      jump = this.#statement(statement, dot, scope);
      if (jump !== undefined) break;
    }
    this.#evaluation.leave();
    return jump;
  }

  #statement(statement: Statement, dot: TemplateValue, scope: Scope): Jump {
    switch (statement.kind) {
      case 'text':
        this.#write(statement.text);
        return undefined;
      case 'action': {
        const { pipeline } = statement;
        const value = this.#evaluation.pipeline(pipeline, dot, scope);
        if (pipeline.variables.length === 0) this.#writeValue(value);
        return undefined;
      }
      case 'if':
      case 'with':
        return this.#conditional(statement, dot, scope);
      case 'range':
        return this.#range(statement, dot, scope);
      case 'template':
        this.#template(statement, dot, scope);
        return undefined;
      case 'break':
      case 'continue':
        return statement.kind;
    }
  }

  #conditional(
    { kind, branches, otherwise }: Extract<Statement, { kind: 'if' | 'with' }>,
    dot: TemplateValue,
    scope: Scope,
  ): Jump {
    const { size } = scope;
    let taken = otherwise;
    let inner = dot;
    for (const { pipeline, body } of branches) {
      const value = this.#evaluation.pipeline(pipeline, dot, scope);
      if (!isTrue(value)) continue;
      taken = body;
      if (kind === 'with') inner = value;
      break;
    }
    const jump = this.#statements(taken, inner, scope);
    scope.close(size);
    return jump;
  }

  #range({ branch, otherwise }: Extract<Statement, { kind: 'range' }>, dot: TemplateValue, scope: Scope): Jump {
    const { size } = scope;
    const value = underlying(this.#evaluation.pipeline(branch.pipeline, dot, scope));
    const isEmpty = !this.#iterate(branch, value, scope);
    const jump = isEmpty ? this.#statements(otherwise, dot, scope) : undefined;
    scope.close(size);
    return jump;
  }

  /** Says whether there was anything to iterate over. */
  #iterate(branch: Branch, value: TemplateValue, scope: Scope): boolean {
    if (value === undefined || value === null) return false;
    if (typeof value === 'bigint' || value instanceof TemplateByte) return this.#count(branch, value, scope);
    const { budget } = this.#evaluation;
    if (isList(value)) {
      for (const [position, item] of value.entries()) {
        if (this.#iteration(branch, BigInt(position), item, scope) === 'break') break;
      }
      return value.length > 0;
    }
    if (!isMap(value)) return fail(`range can't iterate over ${shown(value, budget)}`);
    const keys = sortedKeys(value);
    budget.spend(keys.length);
    for (const key of keys) if (this.#iteration(branch, key, value[key], scope) === 'break') break;
    return keys.length > 0;
  }

  #count(branch: Branch, value: bigint | TemplateByte, scope: Scope): boolean {
    const end = typeof value === 'bigint' ? value : BigInt(value.value);
    if (branch.pipeline.variables.length > 1) {
      return fail(`can't use ${end} to iterate over more than one variable`);
    }
    for (let at = 0n; at < end; at++) {
      const item = typeof value === 'bigint' ? at : new TemplateByte(Number(at));
      if (this.#iteration(branch, undefined, item, scope) === 'break') break;
    }
    return end > 0n;
  }

  /** With one variable it is the item, with two they are the key and the item. */
  #iteration({ pipeline, body }: Branch, key: TemplateValue, item: TemplateValue, scope: Scope): Jump {
    const { size } = scope;
    const [first, second] = pipeline.variables;
    if (first !== undefined && pipeline.isAssignment) {
      scope.set(first, second === undefined ? item : key);
      if (second !== undefined) scope.set(second, item);
    } else if (first !== undefined) {
      scope.setFromEnd(1, item);
      if (second !== undefined) scope.setFromEnd(2, key);
    }
    const jump = this.#statements(body, item, scope);
    scope.close(size);
    return jump;
  }

  #template(statement: Extract<Statement, { kind: 'template' }>, dot: TemplateValue, scope: Scope): void {
    this.#evaluation.place = statement;
    const body = this.#tree.definitions.get(statement.name);
    if (body === undefined) return fail(`template ${quote(statement.name)} not defined`);
    const { pipeline } = statement;
    const data = pipeline === undefined ? undefined : this.#evaluation.pipeline(pipeline, dot, scope);
    this.#statements(body, data, new Scope(data));
  }

  #writeValue(value: TemplateValue): void {
    if (value instanceof TemplateVerbatim) this.#writeVerbatim(value.text);
    else this.#write(this.#escape(shown(value, this.#evaluation.budget)));
  }

  /** The template has not made it, and so has not made it long: only the work counts. */
  #writeVerbatim(text: string): void {
    this.#evaluation.budget.spendOnText(text);
    this.#verbatimLength += text.length;
    this.text += text;
  }

  #write(text: string): void {
    this.#evaluation.budget.spendOnText(text);
    const madeLength = this.text.length - this.#verbatimLength + text.length;
    if (madeLength > maxTextLength) fail(`the text is longer than ${maxTextLength} characters`);
    this.text += text;
  }
}
