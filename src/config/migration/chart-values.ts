import { entryOf, isEmpty, type MapSetting, type Setting } from '../setting.ts';
import type { Fate } from './fate.ts';

/** What a values file for Falcosidekick's chart holds: its configuration, variables, and the UI's values. */
export interface ChartValues {
  readonly prefix: string;
  readonly config: MapSetting;
  readonly variables: Readonly<Record<string, string>>;
  readonly fates: readonly Fate[];
}

const empty: MapSetting = { kind: 'map', entries: [], where: '' };

/** Values of the chart below `config` that are no options of the program: the chart makes something of them. */
const ofTheChart: Readonly<Record<string, string>> = {
  existingsecret: 'the chart mounts the Secret; its keys are variables that Tiercel reads as they are',
  extraargs: 'the chart adds them to the command',
};

const uiVariables: Readonly<Record<string, string>> = {
  ttl: 'TTL',
  user: 'USER',
  disableauth: 'DISABLEAUTH',
  loglevel: 'LOGLEVEL',
};

const needless: Readonly<Record<string, string>> = {
  redis: 'Tiercel keeps alerts in its own journal, without Redis',
  externalredis: 'Tiercel keeps alerts in its own journal, without Redis',
  allowcors: 'pages of other origins get no answers',
};

/** `undefined` where the file is not one of values: neither of Falcosidekick's chart nor of Falco's with it. */
export function chartValues(document: MapSetting): ChartValues | undefined {
  const umbrella = mapAt(document, 'falcosidekick');
  const values = umbrella ?? document;
  const config = mapAt(values, 'config');
  const ui = mapAt(values, 'webui');
  if (!umbrella && !config) return undefined;
  const prefix = umbrella ? 'falcosidekick.' : '';
  const fates: Fate[] = [];
  const variables: Record<string, string> = {};
  for (const { key, value } of values.entries) {
    const name = key.toLowerCase();
    if (name === 'config' || name === 'webui' || isEmpty(value)) continue;
    fates.push({ kind: 'chart', from: prefix + key, why: 'a value of the chart, see its migration page' });
  }
  for (const { key, value } of config?.entries ?? []) {
    const why = ofTheChart[key.toLowerCase()];
    if (why !== undefined && !isEmpty(value)) fates.push({ kind: 'chart', from: `${prefix}config.${key}`, why });
    if (key.toLowerCase() === 'extraenv') Object.assign(variables, extraVariables(value));
  }
  for (const { key, value } of ui?.entries ?? []) {
    const [name, from] = [key.toLowerCase(), `${prefix}webui.${key}`];
    const variable = uiVariables[name];
    if (isEmpty(value)) continue;
    if (variable !== undefined && value.kind === 'scalar') variables[`FALCOSIDEKICK_UI_${variable}`] = value.text;
    else if (needless[name] !== undefined) fates.push({ kind: 'dropped', from, why: needless[name] });
    else fates.push({ kind: 'chart', from, why: "a value of the chart: the console is part of Tiercel's pod" });
  }
  const own = new Set([...Object.keys(ofTheChart), 'extraenv']);
  const options = (config ?? empty).entries.filter(({ key }) => !own.has(key.toLowerCase()));
  return { prefix: `${prefix}config.`, config: { ...empty, entries: options }, variables, fates };
}

function mapAt(map: MapSetting, name: string): MapSetting | undefined {
  const value = entryOf(map, name)?.value;
  return value?.kind === 'map' ? value : undefined;
}

/** Those with a `valueFrom` stay with the pod. */
function extraVariables(list: Setting): Readonly<Record<string, string>> {
  const items = list.kind === 'list' ? list.items : [];
  const pairs = items.flatMap((item) => {
    if (item.kind !== 'map') return [];
    const [name, value] = [entryOf(item, 'name')?.value, entryOf(item, 'value')?.value];
    return name?.kind === 'scalar' && value?.kind === 'scalar' ? [[name.text, value.text]] : [];
  });
  return Object.fromEntries(pairs);
}
