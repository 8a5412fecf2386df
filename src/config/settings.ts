import { nearest } from '#kit/nearest.ts';
import type { Findings } from './findings.ts';
import { nodeAt, type OptionGroup, type OptionNode } from './option-tree.ts';
import { isEmpty, type MapEntry, type MapSetting, type Setting } from './setting.ts';

/** What was set, by the path of the option: `slack.webhookurl`. */
export type Settings = Map<string, Setting>;

/** Finds the option that each value of a map belongs to. Unknown names and repeated ones are problems. */
export function readSection(map: MapSetting, group: OptionGroup, into: Settings, findings: Findings): void {
  const places = new Map<string, string>();
  for (const entry of map.entries) {
    const name = entry.key.toLowerCase();
    const node = group.options.get(name);
    const earlier = places.get(name);
    if (earlier !== undefined) findings.problem(repeated(entry, group, earlier));
    else if (node) readEntry(entry, node, into, findings);
    else findings.problem(unknownOption(entry, group));
    places.set(name, entry.where);
  }
}

function readEntry({ value, where }: MapEntry, node: OptionNode, into: Settings, findings: Findings): void {
  if (node.kind === 'option' || node.kind === 'output-list' || node.kind === 'foreign-section') {
    into.set(node.path, value);
  } else if (node.kind === 'foreign-option') {
    if (!node.isNoted || isEmpty(value)) return;
    findings.note({
      where,
      path: node.path,
      message: 'The option is accepted and has no effect, as in Falcosidekick.',
    });
  } else if (value.kind === 'map') {
    readSection(value, node, into, findings);
  } else if (!isEmpty(value)) {
    findings.problem({
      where,
      path: node.path,
      message: `"${node.path}" must be a section with options below it.`,
      remedy: 'Write one "option: value" a line, indented below the name; a space belongs after each colon.',
    });
  }
}

function repeated({ key, where }: MapEntry, group: OptionGroup, earlier: string) {
  return {
    where,
    path: group.path,
    message: `"${shown(key)}" stands here a second time; the first is ${earlier}.`,
    remedy: 'Keep one of the two. Names of options are the same in any case.',
  };
}

function unknownOption({ key, where }: MapEntry, group: OptionGroup) {
  const section = group.path === '' ? '' : ` in "${group.path}"`;
  const meant = nearest(key, group.options.keys());
  const [first = '', ...rest] = key.toLowerCase().split('.');
  const nested = rest.length > 0 && nodeAt(group, [first, ...rest].join('.')) ? first : undefined;
  return {
    where,
    path: group.path === '' ? shown(key) : `${group.path}.${shown(key)}`,
    message: `Unknown option "${shown(key)}"${section}.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    remedy: nested
      ? `Write "${nested}:" and, indented below it, "${rest.join('.')}: …".`
      : 'Correct the name or remove the line; "tiercel outputs <type>" lists the options of an output.',
  };
}

/** A line whose colon lacks its space can make a secret part of a name. */
function shown(key: string): string {
  return /^[\w.-]{1,50}$/.test(key) ? key : '…';
}
