import { priorities } from '#alert/priority.ts';
import type { Output } from '#outputs/output.ts';
import type { Note } from './configuration-error.ts';
import { falcosidekickSections } from './falcosidekick-sections.ts';
import { optionsIn, variableOf, type Option, type OptionGroup, type OptionNode } from './option-tree.ts';
import { isReference } from './references.ts';
import { entryOf, isEmpty, type MapSetting, type Setting } from './setting.ts';
import type { Settings } from './settings.ts';
import type { Environment } from './surroundings.ts';
import { mapFromText } from './text-collections.ts';

export interface WrittenConfiguration {
  readonly document: MapSetting;
  readonly settings: Settings;
  readonly environment: Environment;
  readonly tree: OptionGroup;
  /** The types of the outputs that are on. */
  readonly outputs: readonly Output[];
}

/** What Falcosidekick would do otherwise with the same file and environment: a sentence each. */
export function differencesFromFalcosidekick(written: WrittenConfiguration): readonly Note[] {
  return [
    ...optionsIn(written.tree).flatMap((option) => {
      const setting = written.settings.get(option.path);
      const sentences = setting ? optionRules.flatMap((rule) => rule(option, setting) ?? []) : [];
      return sentences.map((message) => ({ where: setting?.where ?? '', path: option.path, message }));
    }),
    ...emptySections(written),
    ...shadowedSections(written),
    ...outputList(written),
    ...written.outputs.flatMap(({ id, about }) =>
      (about.fixes ?? []).map((message) => ({ where: '', path: id, message })),
    ),
  ];
}

type Rule = (option: Option, setting: Setting) => string | undefined;

const optionRules: readonly Rule[] = [
  function minimumPriority({ path }, setting) {
    if (!path.endsWith('.minimumpriority') || setting.kind !== 'scalar' || setting.text === '') return undefined;
    const isKnown = priorities.some((priority) => setting.text.toLowerCase().includes(priority.toLowerCase()));
    return isKnown ? undefined : `Falcosidekick does not know "${setting.text}" here and lets every alert through.`;
  },
  function fileOnlyVariable({ path, variable }, setting) {
    if (!isFromEnvironment(setting)) return undefined;
    const isFileOnly = falcosidekickSections.some(({ section, fileOnly = [] }) =>
      fileOnly.some((name) => `${section}.${name}` === path),
    );
    return isFileOnly
      ? `Falcosidekick ignores the variable ${variable}: it reads this option from the file only.`
      : undefined;
  },
  function reference(_option, setting) {
    const isTextWithReference = setting.kind === 'scalar' && !setting.isLiteral && setting.text.includes('${');
    const isFile = setting.where.endsWith('_FILE');
    const isMap = setting.kind === 'map' && isReference(setting);
    return isTextWithReference || isFile || isMap
      ? 'Falcosidekick does not follow references: it takes the text as it stands, and knows no variables with _FILE.'
      : undefined;
  },
  function emptyText({ default: fallback }, setting) {
    const isBlank = setting.kind === 'scalar' && setting.value === '';
    if (!isBlank || typeof fallback !== 'string' || fallback === '') return undefined;
    return 'Falcosidekick takes the empty text of the file; here it is unset, and the default is in force.';
  },
  function listBlanks({ types }, setting) {
    if (!types.has('array') || setting.kind !== 'scalar' || !/,\s|\s,/.test(setting.text)) return undefined;
    return 'Falcosidekick keeps the blanks around the items of the list; here they do not count.';
  },
  function mapKeys({ types }, setting) {
    if (!types.has('object') || setting.kind !== 'map') return undefined;
    const isChanged = setting.entries.some(({ key }) => key !== key.toLowerCase());
    const isLost = setting.entries.some(({ key }) => key.includes('.'));
    if (isLost) return 'Falcosidekick loses the names with dots in this map; here they are kept.';
    return isChanged ? 'Falcosidekick writes the names of this map in lower case; here they are kept.' : undefined;
  },
  function mapColons({ types }, setting) {
    if (!types.has('object') || setting.kind !== 'scalar' || !isFromEnvironment(setting)) return undefined;
    const hasColon = mapFromText(setting.text).entries.some(([, value]) => value.includes(':'));
    return hasColon
      ? 'Falcosidekick drops some values with a colon from such a variable; here they are kept.'
      : undefined;
  },
  function variablesInFile({ path }, setting) {
    if (path !== 'customfields' && path !== 'customtags') return undefined;
    const values = setting.kind === 'map' ? setting.entries.map(({ value }) => value) : [setting];
    const isNamed = [...values, ...(setting.kind === 'list' ? setting.items : [])].some(
      (value) => value.kind === 'scalar' && !isFromEnvironment(value) && /^%[A-Za-z_]\w*$/.test(value.text),
    );
    return isNamed ? 'Falcosidekick takes "%NAME" in the file as text; here it is the variable NAME.' : undefined;
  },
  function ipv6({ path }, setting) {
    const isIpv6 = path === 'listenaddress' && setting.kind === 'scalar' && setting.text.includes(':');
    return isIpv6 ? 'Falcosidekick cannot listen on an IPv6 address.' : undefined;
  },
];

function isFromEnvironment({ where }: Setting): boolean {
  return where.startsWith('environment variable ');
}

/** A section without options disables the variables of its options in Falcosidekick, not here. */
function emptySections({ document, settings, tree }: WrittenConfiguration): Note[] {
  return [...tree.options.values()].flatMap((node): Note[] => {
    if (!isFalcosidekicks(node)) return [];
    const entry = entryOf(document, node.path);
    if (!entry || !isEmpty(entry.value)) return [];
    const set = optionsIn(node).filter(({ path }) => settings.has(path));
    if (set.length === 0) return [];
    const variables = set.map(({ variable }) => variable).join(', ');
    const message = `Falcosidekick ignores ${variables}, because the section is empty in the file.`;
    return [{ where: entry.where, path: node.path, message }];
  });
}

function shadowedSections({ tree, environment }: WrittenConfiguration): Note[] {
  return [...tree.options.values()].flatMap((node): Note[] => {
    const variable = variableOf(node.path);
    if (!isFalcosidekicks(node) || !environment[variable]) return [];
    const message = `Falcosidekick lets ${variable} hide the whole section, its defaults too.`;
    return [{ where: `environment variable ${variable}`, path: node.path, message }];
  });
}

/** Whether Falcosidekick has the section, too. */
function isFalcosidekicks(node: OptionNode): node is OptionGroup {
  return node.kind === 'group' && falcosidekickSections.some(({ section }) => section === node.path);
}

function outputList({ document }: WrittenConfiguration): Note[] {
  const entry = entryOf(document, 'outputs');
  if (!entry || isEmpty(entry.value)) return [];
  return [
    { where: entry.where, path: 'outputs', message: 'Falcosidekick knows no list of outputs, one of a type only.' },
  ];
}
