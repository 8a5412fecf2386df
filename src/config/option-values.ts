import { optionsIn, type Option, type OptionGroup, type OptionNode } from './option-tree.ts';
import type { Settings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import { readValue } from './value-reader.ts';

/** Nested as the options are: what a schema is given. */
export type OptionInput = Readonly<Record<string, unknown>>;

/** Reads settings to values, each once, since reading reports what is wrong with it. */
export class OptionValues {
  readonly settings: Settings;
  readonly #around: Surroundings;
  readonly #values = new Map<string, unknown>();

  constructor(settings: Settings, around: Surroundings) {
    this.settings = settings;
    this.#around = around;
  }

  /** `undefined` for what is unset or a problem. */
  of(option: Option): unknown {
    const setting = this.settings.get(option.path);
    if (!setting) return undefined;
    if (!this.#values.has(option.path)) {
      this.#values.set(option.path, readValue(setting, option, option.path, this.#around));
    }
    return this.#values.get(option.path);
  }

  /** Everything that is set in a group. */
  in(group: OptionGroup): OptionInput {
    const entries: [string, unknown][] = [];
    for (const [name, node] of group.options) {
      const value = this.#valueOf(node);
      if (value !== undefined) entries.push([name, value]);
    }
    return Object.fromEntries(entries);
  }

  isAnySet(group: OptionGroup): boolean {
    return optionsIn(group).some(({ path }) => this.settings.has(path));
  }

  #valueOf(node: OptionNode): unknown {
    if (node.kind === 'option') return this.of(node);
    if (node.kind !== 'group') return undefined;
    const input = this.in(node);
    return Object.keys(input).length > 0 ? input : undefined;
  }
}
