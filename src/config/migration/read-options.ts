import { nearest } from '#kit/nearest.ts';
import { optionsIn, type Option, type OptionGroup, type OptionNode } from '../option-tree.ts';
import { isEmpty, type MapSetting, type Setting } from '../setting.ts';
import { isServiceVariable } from '../variables.ts';
import type { Migration } from './fate.ts';

/** Names that Falcosidekick's chart has for options that the program knows by another. */
const otherNames: Readonly<Record<string, string>> = { 'cloudevents.extension': 'cloudevents.extensions' };

/** Chart values that only the chart reads. */
const ofTheChart = new Set([
  'aws.useirsa',
  'azure.podidentityclientid',
  'azure.podidentityname',
  'azure.resourceid',
  'azure.subscriptionid',
  'azure.resourcegroupname',
  'azure.workloadidentityclientid',
  'loki.grafanadashboard',
  'tlsserver.existingsecret',
  'tlsserver.servercrt',
  'tlsserver.serverkey',
  'tlsserver.cacrt',
]);

/** Values that work no longer, although they are valid. */
const remarks: ReadonlyMap<string, string> = new Map([
  [
    'alertmanager.endpoint=/api/v1/alerts',
    'Alertmanager has it no longer since 0.27: remove it, or write /api/v2/alerts',
  ],
]);

/** Takes over a file's options. */
export function readFileOptions(map: MapSetting, tree: OptionGroup, prefix: string, into: Migration): void {
  readGroup(map, tree, { tree, prefix, into });
}

interface Reading {
  readonly tree: OptionGroup;
  readonly prefix: string;
  readonly into: Migration;
}

function readGroup(map: MapSetting, group: OptionGroup, reading: Reading): void {
  for (const { key, value } of map.entries) {
    if (isEmpty(value)) continue;
    const path = group.path === '' ? key.toLowerCase() : `${group.path}.${key.toLowerCase()}`;
    const node = group.options.get(key.toLowerCase());
    if (node) readNode(node, value, path, reading);
    else readUnknown(path, value, group, reading);
  }
}

function readNode(node: OptionNode, value: Setting, path: string, reading: Reading): void {
  const { into, prefix } = reading;
  const from = prefix + path;
  switch (node.kind) {
    case 'group':
      if (value.kind === 'map') readGroup(value, node, reading);
      else into.fates.push({ kind: 'dropped', from, why: 'it is a section, and no value belongs there' });
      return;
    case 'option':
      take(node, value, from, into);
      return;
    case 'output-list':
      into.values.set(path, plain(value));
      into.fates.push({ kind: 'same', from });
      return;
    case 'foreign-section':
      if (value.kind === 'map' && !node.enabledBy.every((name) => isSet(value, name))) return;
      into.fates.push({ kind: 'dropped', from, why: 'this version of Tiercel does not have the output' });
      return;
    case 'foreign-option':
      into.fates.push({ kind: 'dropped', from, why: 'it has no effect' });
  }
}

function readUnknown(path: string, value: Setting, group: OptionGroup, { tree, prefix, into }: Reading): void {
  const from = prefix + path;
  const to = otherNames[path];
  const option = to === undefined ? undefined : optionsIn(tree).find((candidate) => candidate.path === to);
  if (option && to !== undefined) {
    into.values.set(to, plain(value));
    into.fates.push({
      kind: 'renamed',
      from,
      to,
      why: 'so the program calls it; the chart set a variable nobody reads',
    });
  } else if (ofTheChart.has(path)) {
    into.fates.push({ kind: 'chart', from, why: 'a value of the chart, and none of the program' });
  } else {
    const meant = nearest(path.split('.').at(-1) ?? '', group.options.keys());
    const question = meant === undefined ? '' : `; did you mean "${meant}"?`;
    into.fates.push({ kind: 'dropped', from, why: `neither Falcosidekick nor Tiercel knows it${question}` });
  }
}

function isSet(map: MapSetting, name: string): boolean {
  return map.entries.some(({ key, value }) => key.toLowerCase() === name && !isEmpty(value));
}

/** Takes over variables, which go before the file. */
export function readVariableOptions(
  environment: Readonly<Record<string, string | undefined>>,
  tree: OptionGroup,
  into: Migration,
): void {
  for (const option of optionsIn(tree)) {
    const text = environment[option.variable] ?? '';
    if (text === '' || isServiceVariable(option.variable, text)) continue;
    take(option, { kind: 'scalar', value: text, text, where: '' }, option.variable, into);
  }
}

function take(option: Option, value: Setting, from: string, into: Migration): void {
  const isDefault = value.kind === 'scalar' && value.text === String(option.default);
  if (isDefault && !into.values.has(option.path)) {
    into.fates.push({ kind: 'default', from });
    return;
  }
  into.values.set(option.path, plain(value));
  const isVariable = from === option.variable;
  const why = remarks.get(`${option.path}=${value.kind === 'scalar' ? value.text : ''}`);
  const fate = isVariable ? ({ kind: 'renamed', from, to: option.path } as const) : ({ kind: 'same', from } as const);
  into.fates.push({ ...fate, ...(why !== undefined && { why }) });
}

/** As YAML writes it. Falcosidekick follows no references, so that "${" in its configuration is just text. */
export function plain(setting: Setting): unknown {
  switch (setting.kind) {
    case 'scalar':
      return typeof setting.value === 'string' ? setting.value.replaceAll('${', () => '$${') : setting.value;
    case 'list':
      return setting.items.map(plain);
    case 'map':
      return Object.fromEntries(setting.entries.map(({ key, value }) => [key, plain(value)]));
  }
}
