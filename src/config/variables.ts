import { falcosidekickSections } from './falcosidekick-sections.ts';
import { nearest } from '#kit/nearest.ts';
import { optionsIn, variableOf, type Option, type OptionGroup } from './option-tree.ts';
import { fileSetting } from './references.ts';
import { literalSetting, type Setting } from './setting.ts';
import type { Settings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';

/** Sets every option whose variable, or whose variable with `_FILE`, is in the environment, over what the file says. */
export function readVariables(group: OptionGroup, into: Settings, around: Surroundings): void {
  noteSectionVariables(group, around);
  for (const option of optionsIn(group)) {
    const setting = variableSetting(option, around);
    if (setting) into.set(option.path, setting);
  }
}

function variableSetting({ variable, path }: Option, around: Surroundings): Setting | undefined {
  const { environment, findings } = around;
  const where = `environment variable ${variable}`;
  const text = environment[variable] ?? '';
  const file = environment[`${variable}_FILE`] ?? '';
  if (isServiceVariable(variable, text)) {
    const message = `Ignored: Kubernetes sets ${variable} for a Service, and "${path}" is not meant by it.`;
    findings.note({ where, path, message });
    return undefined;
  }
  if (file === '') return text === '' ? undefined : literalSetting(text, where);
  if (text !== '') {
    findings.problem({
      where,
      path,
      message: `Both ${variable} and ${variable}_FILE are set.`,
      remedy: `Remove one of the two.`,
    });
  }
  return fileSetting(file, `environment variable ${variable}_FILE`, path, around);
}

/** Kubernetes describes a Service `syslog` to every container as `SYSLOG_PORT=tcp://10.0.0.1:514`. */
export function isServiceVariable(variable: string, text: string): boolean {
  return variable.endsWith('_PORT') && /^(?:tcp|udp|sctp):\/\//.test(text);
}

/** `REDIS=x` is not an option; in Falcosidekick it shadows the whole section. */
function noteSectionVariables(group: OptionGroup, around: Surroundings): void {
  for (const node of group.options.values()) {
    if (node.kind !== 'group' && node.kind !== 'foreign-section') continue;
    const variable = variableOf(node.path);
    if (!around.environment[variable]) continue;
    const message = `Ignored: "${node.path}" is a section, and only its options have variables.`;
    around.findings.note({ where: `environment variable ${variable}`, path: node.path, message });
  }
}

/**
 * Notes variables that look like those of an option, which is all that can be done where they have no prefix. Those of outputs
 * that Falcosidekick does not have are passed over: `HTTP_PROXY` and `GITHUB_SHA` mean something else.
 */
export function noteMisspeltVariables(
  tree: OptionGroup,
  outputs: readonly { readonly id: string }[],
  { environment, findings }: Surroundings,
): void {
  const ours = new Set(
    outputs.map(({ id }) => id).filter((id) => !falcosidekickSections.some(({ section }) => section === id)),
  );
  const known = new Map(optionsIn(tree).map(({ variable, path }) => [variable, path]));
  const sections = [...tree.options.values()]
    .filter(({ kind, path }) => kind === 'group' && !ours.has(path))
    .map(({ path }) => variableOf(path));
  for (const variable of Object.keys(environment)) {
    if (known.has(variable) || known.has(variable.replace(/_FILE$/, ''))) continue;
    if (!sections.some((section) => variable.startsWith(`${section}_`))) continue;
    const meant = nearest(variable, known.keys());
    if (meant === undefined || !sharesSection(meant, variable, sections)) continue;
    const message = `No option has the variable ${variable}. Did you mean ${meant}?`;
    findings.note({ where: `environment variable ${variable}`, path: known.get(meant) ?? '', message });
  }
}

function sharesSection(a: string, b: string, sections: readonly string[]): boolean {
  return sections.some((section) => a.startsWith(`${section}_`) && b.startsWith(`${section}_`));
}
