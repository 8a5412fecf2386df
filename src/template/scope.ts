import { fail } from './template-error.ts';
import type { TemplateValue } from './value.ts';

interface Variable {
  readonly name: string;
  value: TemplateValue;
}

/** The variables of a template while it is rendered. A later one hides an earlier one of the same name. */
export class Scope {
  readonly #variables: Variable[] = [];

  constructor(root: TemplateValue) {
    this.declare('$', root);
  }

  /** How many variables there are: what `close` goes back to. */
  get size(): number {
    return this.#variables.length;
  }

  close(size: number): void {
    this.#variables.length = size;
  }

  declare(name: string, value: TemplateValue): void {
    this.#variables.push({ name, value });
  }

  get(name: string): TemplateValue {
    return this.#find(name).value;
  }

  set(name: string, value: TemplateValue): void {
    this.#find(name).value = value;
  }

  /** Sets a variable by its place from the end, the last being 1. */
  setFromEnd(place: number, value: TemplateValue): void {
    const variable = this.#variables.at(-place);
    if (variable !== undefined) variable.value = value;
  }

  #find(name: string): Variable {
    return this.#variables.findLast((variable) => variable.name === name) ?? fail(`undefined variable: ${name}`);
  }
}
