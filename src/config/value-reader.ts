import { nearest } from '#kit/nearest.ts';
import { parseBoolean, parseNumber } from './go-values.ts';
import type { OptionValue } from './option-tree.ts';
import { followReference, interpolate, isReference } from './references.ts';
import { isEmpty, type MapSetting, type ScalarSetting, type Setting } from './setting.ts';
import type { Surroundings } from './surroundings.ts';
import { listFromText, mapFromText } from './text-collections.ts';

/**
 * What an option's schema is given for a setting: references are followed, and text becomes what the option wants, since
 * the environment holds nothing else. `undefined` for what is unset, and for what is a problem.
 */
export function readValue(setting: Setting, option: OptionValue, path: string, around: Surroundings): unknown {
  if (isEmpty(setting)) return undefined;
  switch (setting.kind) {
    case 'scalar':
      return readScalar(setting, option, path, around);
    case 'list':
      return readList(setting.items, option, path, around, setting.where);
    case 'map':
      return readMap(setting, option, path, around);
  }
}

function readScalar(written: ScalarSetting, option: OptionValue, path: string, around: Surroundings): unknown {
  const setting = interpolate(written, path, around);
  if (!setting || setting.text === '') return undefined;
  const { types } = option;
  if (option.secret) around.findings.secret(setting.text);
  if (types.has('array') && option.items?.fields) return structureOfText(setting, option, path, around);
  if (types.has('array')) return listFromText(setting.text).map((item) => converted(item, option.items));
  if (types.has('object') && !types.has('string')) return mapOfText(setting, option, path, around);
  const value = converted(setting.value, option, setting.text);
  if (value === undefined) around.findings.problem({ where: setting.where, path, ...wanted(option) });
  return value;
}

/** `undefined` where the text is not what the option wants. */
function converted(value: ScalarSetting['value'], option: OptionValue | undefined, text = String(value)): unknown {
  const types = option?.types;
  if (!types || types.size === 0) return value;
  if (types.has('string')) {
    if (typeof value === 'number' && types.has('number')) return value;
    return option.choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? text;
  }
  if (types.has('boolean')) return parseBoolean(text);
  if (types.has('integer') || types.has('number')) return parseNumber(text);
  return undefined;
}

function readList(
  items: readonly Setting[],
  option: OptionValue,
  path: string,
  around: Surroundings,
  where: string,
): unknown {
  const itemOption = option.items;
  if (!option.types.has('array') || !itemOption) {
    around.findings.problem({ where, path, ...wanted(option) });
    return undefined;
  }
  return items
    .map((item, index) => readValue(item, itemOption, `${path}[${index}]`, around))
    .filter((item) => item !== undefined);
}

function readMap(map: MapSetting, option: OptionValue, path: string, around: Surroundings): unknown {
  const valueOption = option.items;
  if (option.fields) return readFields(map, option.fields, path, around);
  if (option.types.has('object') && valueOption) {
    const entries = map.entries.map(({ key, value }) => [
      key,
      entryValue(value, valueOption, `${path}.${key}`, around),
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  const setting = isReference(map) ? followReference(map, path, around) : undefined;
  if (setting) return readScalar(setting, option, path, around);
  if (!isReference(map)) around.findings.problem({ where: map.where, path, ...wanted(option) });
  return undefined;
}

/** A map with known names, in any case. */
function readFields(map: MapSetting, fields: FieldOptions, path: string, around: Surroundings): unknown {
  const entries = map.entries.flatMap(({ key, value, where }) => {
    const name = key.toLowerCase();
    const field = fields.get(name);
    if (field) return [[name, readValue(value, field, `${path}.${name}`, around)] as const];
    const meant = nearest(name, fields.keys());
    around.findings.problem({
      where,
      path,
      message: `Unknown name "${key}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
      remedy: `Correct it, or remove the line; there are: ${[...fields.keys()].join(', ')}.`,
    });
    return [];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

type FieldOptions = NonNullable<OptionValue['fields']>;

/** A list of maps in a variable. */
function structureOfText(
  { text, where }: ScalarSetting,
  option: OptionValue,
  path: string,
  around: Surroundings,
): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const [message] = wishes(option);
    around.findings.problem({ where, path, message, remedy: 'Write it as JSON, such as [{"name": "value"}].' });
    return undefined;
  }
}

/** An empty value in a map of the operator's own is a value: a label without text. */
function entryValue(setting: Setting, option: OptionValue, path: string, around: Surroundings): unknown {
  const isBlank = setting.kind === 'scalar' && setting.value === '' && option.types.has('string');
  return isBlank ? '' : readValue(setting, option, path, around);
}

function mapOfText(setting: ScalarSetting, option: OptionValue, path: string, around: Surroundings): unknown {
  const { entries, unreadable } = mapFromText(setting.text);
  for (const position of unreadable) {
    around.findings.note({
      where: setting.where,
      path,
      message: `Item ${position} is not "name:value" and is left out.`,
    });
  }
  if (option.items?.secret) for (const [, value] of entries) around.findings.secret(value);
  return Object.fromEntries(entries.map(([key, value]) => [key, converted(value, option.items)]));
}

function wanted(option: OptionValue) {
  const [message, remedy] = wishes(option);
  return { message, remedy };
}

function wishes({ types }: OptionValue): readonly [message: string, remedy: string] {
  if (types.has('array')) return ['It must be a list.', 'Write [a, b], or one "- item" a line.'];
  if (types.has('object')) return ['It must be a map.', 'Write one "name: value" a line below it.'];
  if (types.has('string'))
    return ['It must be one text.', 'Write it in quotes, or as { env: NAME } or { file: PATH }.'];
  if (types.has('boolean')) return ['It must be true or false.', 'Write true or false; 1, t, 0 and f are taken, too.'];
  return ['It must be a number.', 'Write digits only, without quotes or a unit.'];
}
