import { nearest } from '#kit/nearest.ts';
import type { Output } from '#outputs/output.ts';
import { falcosidekickSections } from './falcosidekick-sections.ts';
import { OptionValues } from './option-values.ts';
import { nodeAt, optionGroup, optionsIn, variableOf, type Option, type OptionGroup } from './option-tree.ts';
import type { OutputListing } from './output-listing.ts';
import { entryOf, isEmpty, type MapSetting, type Setting } from './setting.ts';
import { readSection, type Settings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';

/** An output that is configured, before its options are checked. */
export interface OutputEntry {
  /** Off is a section that lacks options; what it does have is checked all the same. */
  readonly isOn: boolean;
  readonly name: string;
  readonly listing: OutputListing;
  readonly group: OptionGroup;
  readonly values: OptionValues;
  /** For problems with what is missing. */
  readonly where: string;
}

/** With the output itself, for its options to be checked. */
export interface LoadedEntry extends OutputEntry {
  readonly output: Output;
}

export function loadEntries(entries: readonly OutputEntry[]): Promise<readonly LoadedEntry[]> {
  return Promise.all(entries.map(async (entry) => ({ ...entry, output: await entry.listing.load() })));
}

/** The outputs with a section of their own, as in Falcosidekick: on when every option they need is set. */
export function sectionEntries(
  outputs: readonly OutputListing[],
  tree: OptionGroup,
  values: OptionValues,
  around: Surroundings,
): OutputEntry[] {
  return outputs.flatMap((listing) => {
    const group = nodeAt(tree, listing.id);
    if (group?.kind !== 'group' || !values.isAnySet(group) || enabledChoice(group, values) === false) return [];
    const where = placeOf(group, values.settings);
    if (isMeantByChance(listing, group, values, where, around)) return [];
    const name = nameOf(group, values) ?? listing.id;
    return [{ isOn: isOn(group, values, where, around), name, listing, group, values, where }];
  });
}

/**
 * Variables have no prefix, and `FILE_PATH` may be there for another program. Those of Falcosidekick's outputs are known to
 * mean it; an output that is only ours is not switched on by variables alone, unless they say so.
 */
function isMeantByChance(
  { id }: OutputListing,
  group: OptionGroup,
  values: OptionValues,
  where: string,
  { findings }: Surroundings,
): boolean {
  const isOurs = !falcosidekickSections.some(({ section }) => section === id);
  if (!isOurs || !where.startsWith('environment ') || enabledChoice(group, values) !== undefined) return false;
  const enabled = variableOf(`${group.path}.enabled`);
  findings.note({ where, path: group.path, message: `Ignored: if the output is meant, set ${enabled}=true as well.` });
  return true;
}

function isOn(group: OptionGroup, values: OptionValues, where: string, around: Surroundings): boolean {
  if (enabledChoice(group, values) !== undefined) return true;
  const needed = optionsIn(group).filter(({ required }) => required);
  if (needed.length === 0) return false;
  const missing = needed.filter((option) => values.of(option) === undefined);
  if (missing.length > 0 && missing.length < needed.length) {
    around.findings.note({ where, path: group.path, message: `The output is off: ${listed(missing)} missing.` });
  }
  return missing.length === 0;
}

/** What the operator said of the output as a whole, if anything. */
export function enabledChoice(group: OptionGroup, values: OptionValues): boolean | undefined {
  const enabled = group.options.get('enabled');
  const choice = enabled?.kind === 'option' ? values.of(enabled) : undefined;
  return typeof choice === 'boolean' ? choice : undefined;
}

function listed(missing: readonly Option[]): string {
  const names = missing.map(({ path }) => `"${path}"`).join(', ');
  return `${names} ${missing.length === 1 ? 'is' : 'are'}`;
}

/** The outputs of the list `outputs`, of which a type may have any number. */
export function listEntries(
  outputs: readonly OutputListing[],
  list: Setting | undefined,
  around: Surroundings,
): OutputEntry[] {
  if (!list || isEmpty(list)) return [];
  if (list.kind === 'list') return list.items.flatMap((item, index) => listEntry(outputs, item, index, around));
  around.findings.problem({
    where: list.where,
    path: 'outputs',
    message: '"outputs" must be a list.',
    remedy: 'Write "- name: …" and "type: …" for each output below it.',
  });
  return [];
}

function listEntry(
  outputs: readonly OutputListing[],
  item: Setting,
  index: number,
  around: Surroundings,
): OutputEntry[] {
  const path = `outputs[${index}]`;
  const type = item.kind === 'map' ? entryOf(item, 'type')?.value : undefined;
  const listing = type?.kind === 'scalar' ? outputs.find(({ id }) => id === type.text.toLowerCase()) : undefined;
  if (item.kind !== 'map' || !listing) {
    around.findings.problem({ where: type?.where ?? item.where, path, ...unknownType(type, outputs) });
    return [];
  }
  const group = optionGroup(listing.schema, path);
  const settings: Settings = new Map();
  readSection(withoutType(item), group, settings, around.findings);
  const values = new OptionValues(settings, around);
  if (enabledChoice(group, values) === false) return [];
  return [{ isOn: true, name: nameOf(group, values) ?? listing.id, listing, group, values, where: item.where }];
}

function withoutType(map: MapSetting): MapSetting {
  return { ...map, entries: map.entries.filter(({ key }) => key.toLowerCase() !== 'type') };
}

function unknownType(type: Setting | undefined, outputs: readonly OutputListing[]) {
  const ids = outputs.map(({ id }) => id);
  if (type?.kind !== 'scalar') {
    return { message: 'The type of the output is missing.', remedy: `Add "type:" with one of ${ids.join(', ')}.` };
  }
  const meant = nearest(type.text, ids);
  const question = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const named = /^[\w.-]{1,40}$/.test(type.text) ? ` "${type.text}"` : '';
  return { message: `There is no output type${named}.${question}`, remedy: `The types are ${ids.join(', ')}.` };
}

function nameOf(group: OptionGroup, values: OptionValues): string | undefined {
  const option = group.options.get('name');
  const name = option?.kind === 'option' ? values.of(option) : undefined;
  return typeof name === 'string' ? name : undefined;
}

function placeOf(group: OptionGroup, settings: Settings): string {
  const places = optionsIn(group).flatMap(({ path }) => settings.get(path)?.where ?? []);
  return places.find((place) => !place.startsWith('environment ')) ?? places[0] ?? group.path;
}
