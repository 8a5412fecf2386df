import type { PluginRequirement } from './definitions.ts';
import { isCompatible, parseVersion } from './version.ts';

/** What keeps the plugins that are there from fulfilling what rules files require, in Falco's words. */
export function pluginProblem(
  required: readonly (readonly PluginRequirement[])[],
  plugins: readonly PluginRequirement[],
): string | undefined {
  for (const alternatives of required) {
    const problem = problemOf(alternatives, plugins);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The first alternative that is there decides. */
function problemOf(
  alternatives: readonly PluginRequirement[],
  plugins: readonly PluginRequirement[],
): string | undefined {
  const requirement = alternatives.find(({ name }) => plugins.some((plugin) => plugin.name === name));
  const plugin = plugins.find(({ name }) => name === requirement?.name);
  if (requirement === undefined || plugin === undefined) {
    const list = alternatives.map(({ name, version }) => `${name} (>= ${version})`).join(', ');
    return `Plugin requirement not satisfied, must load one of: ${list}`;
  }
  const { name, version } = plugin;
  const available = parseVersion(version);
  if (available === undefined) return `Plugin '${name}' has invalid version string '${version}'`;
  const wanted = parseVersion(requirement.version);
  if (wanted !== undefined && isCompatible(available, wanted)) return undefined;
  return `Plugin '${name}' version '${version}' is not compatible with required plugin version '${requirement.version}'`;
}
