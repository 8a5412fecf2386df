import { nodeAt, type OptionGroup } from '#config/option-tree.ts';
import { changedValues, chartOnlyValues, falcosidekickFates, misnamedValues } from './chart-values.ts';
import { code, page, table } from './markdown.ts';

export interface Migration {
  /** The values of Falcosidekick's chart by their paths, with its defaults. */
  readonly falcosidekick: Readonly<Record<string, unknown>>;
  /** Those that it calls otherwise than our configuration does; without a name it is the chart's alone. */
  readonly renamed: Readonly<Record<string, string>>;
  /** `chart/values.yaml`. */
  readonly values: object;
  readonly tree: OptionGroup;
}

/** Every value of Falcosidekick's chart and what becomes of it. */
export function chartValuesPage(migration: Migration): string {
  const rows = Object.entries(migration.falcosidekick).map(([path, fallback]) => [
    code(path),
    code(JSON.stringify(fallback)),
    fateOf(path, fallback, migration),
  ]);
  const wrong = Object.entries(misnamedValues).map(([path, fate]) => [code(path), fate]);
  return page(
    "# The values of Falcosidekick's chart, and what becomes of each",
    'Of the chart `falcosidekick` 0.14.0. Values that say "taken" mean here what they mean there. Any value that is neither in ' +
      'this list nor in `chart/values.yaml` is refused.',
    table(['Value', 'Default there', 'Here'], rows),
    '## Names that neither chart has',
    table(['Value', 'Here'], wrong),
  );
}

/** @throws when nothing is known of a value */
export function fateOf(path: string, fallback: unknown, { renamed, values, tree }: Migration): string {
  const said = changedValues[path] ?? falcosidekickFates[path] ?? startingFate(path);
  if (said) return said;
  if (path.startsWith('config.'))
    return optionFate(path.slice('config.'.length), renamed, tree) ?? ownFate(path, fallback, values);
  return ownFate(path, fallback, values);
}

function startingFate(path: string): string | undefined {
  return Object.entries(falcosidekickFates).find(([start]) => start.endsWith('.') && path.startsWith(start))?.[1];
}

function optionFate(path: string, renamed: Migration['renamed'], tree: OptionGroup): string | undefined {
  const moved = Object.entries(renamed).find(([name]) => path === name || path.startsWith(`${name}.`));
  if (chartOnlyValues[path]) return chartOnlyValues[path];
  if (moved?.[1]) return `taken as \`config.${path.slice(0, path.lastIndexOf('.'))}.${moved[1]}\``;
  if (moved) return 'taken, by the chart alone';
  const names = path.toLowerCase().split('.');
  for (let length = names.length; length > 0; length--) {
    const node = nodeAt(tree, names.slice(0, length).join('.'));
    if (node?.kind === 'foreign-section') return 'refused unless empty: this version has no such output';
    if (length < names.length) continue;
    if (node?.kind === 'foreign-option') {
      return node.isNoted ? 'no effect, as in Falcosidekick' : 'no effect: this version has no output that uses it';
    }
    if (node) return 'taken';
  }
  return undefined;
}

function ownFate(path: string, fallback: unknown, values: object): string {
  let value: unknown = values;
  for (const name of path.split('.')) {
    const members: ReadonlyMap<string, unknown> = new Map(Object.entries(Object(value)));
    if (!members.has(name)) throw new Error(`Nothing says what becomes of ${path} of Falcosidekick's chart`);
    value = members.get(name);
  }
  const [ours, theirs] = [JSON.stringify(value), JSON.stringify(fallback)];
  return ours === theirs ? 'taken' : `taken; the default is ${code(ours)}`;
}
