import { optionsIn, variableOf, type ForeignSection, type OptionGroup } from './option-tree.ts';
import { entryOf, isEmpty, type MapSetting } from './setting.ts';
import type { Settings } from './settings.ts';
import type { Environment, Surroundings } from './surroundings.ts';

/** An output of Falcosidekick's that would be on there, and that we lack, is a problem: its alerts would go nowhere. */
export function refuseForeignSections(tree: OptionGroup, settings: Settings, around: Surroundings): void {
  for (const section of foreignSections(tree)) {
    const setting = settings.get(section.path);
    const where = whereEnabled(section, setting?.kind === 'map' ? setting : undefined, around.environment);
    if (where === undefined) continue;
    around.findings.problem({
      where,
      path: section.path,
      message: `Output "${section.path}" is not supported by this version of Tiercel.`,
      remedy: `Remove its settings, or set "enabled: false" in it. Supported are: ${supported(tree)}.`,
    });
  }
}

function foreignSections(group: OptionGroup): ForeignSection[] {
  return [...group.options.values()].flatMap((node) => {
    if (node.kind === 'group') return foreignSections(node);
    return node.kind === 'foreign-section' ? [node] : [];
  });
}

/** Sections with an option of that name are outputs. */
function supported(tree: OptionGroup): string {
  const outputs = optionsIn(tree).flatMap(({ path }) => (path.endsWith('.minimumpriority') ? [path] : []));
  return outputs.map((path) => path.replace('.minimumpriority', '')).join(', ');
}

/** What turns a section on, when every option that it needs is set. */
function whereEnabled(
  { path, enabledBy }: ForeignSection,
  map: MapSetting | undefined,
  environment: Environment,
): string | undefined {
  const places = ['enabled', ...enabledBy].map((name) => {
    const variable = variableOf(`${path}.${name}`);
    const text = environment[variable] ?? '';
    if (text !== '') return { where: `environment variable ${variable}`, isOff: text.toLowerCase() === 'false' };
    const entry = map && entryOf(map, name);
    if (!entry || isEmpty(entry.value)) return undefined;
    return { where: entry.where, isOff: entry.value.kind === 'scalar' && entry.value.text.toLowerCase() === 'false' };
  });
  const [, ...needed] = places;
  if (places.some((place) => place?.isOff)) return undefined;
  return needed.every((place) => place !== undefined) ? needed[0]?.where : undefined;
}
