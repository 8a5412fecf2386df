import { optionsIn, type Option, type OptionGroup } from '#config/option-tree.ts';

/** One option as the reference shows it. */
export interface OptionRow {
  /** Within its section: `batching.batchsize`. */
  readonly name: string;
  readonly variable: string;
  /** `text`, `list`, `map`, `number`, `true` and `false`, or the choices. */
  readonly values: string;
  /** `required`, or the default as it would be written; empty for none. */
  readonly fallback: string;
  readonly description: string;
}

export const truth = '`true`, `false`';

/** The options of a section, in the order of its declaration. */
export function optionRows(group: OptionGroup): OptionRow[] {
  return optionsIn(group).map((option) => ({
    name: group.path === '' ? option.path : option.path.slice(group.path.length + 1),
    variable: option.variable,
    values: valuesOf(option),
    fallback: option.required ? 'required' : written(option.default),
    description: option.description,
  }));
}

function valuesOf({ choices, types, secret }: Option): string {
  if (secret) return 'secret';
  if (choices.length > 0) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (types.has('array')) return 'list';
  if (types.has('object')) return 'map';
  if (types.has('string')) return 'text';
  return types.has('boolean') ? truth : 'number';
}

/** Empty texts, lists and maps are what "unset" means anyway. */
function written(value: unknown): string {
  if (value === undefined || value === '') return '';
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
