import { stringify } from 'yaml';
import { configurationTree } from '../configuration-tree.ts';
import { ConfigurationError } from '../configuration-error.ts';
import { readDocument } from '../document.ts';
import { Findings } from '../findings.ts';
import { optionSchemas } from '../options.generated.ts';
import { outputListings } from '../output-listing.ts';
import type { MapSetting } from '../setting.ts';
import type { Settings } from '../settings.ts';
import { listFiles, readTextFile, type Environment } from '../surroundings.ts';
import { readUiVariables } from '../ui-variables.ts';
import { chartValues } from './chart-values.ts';
import type { Fate, Migration } from './fate.ts';
import { plain, readFileOptions, readVariableOptions } from './read-options.ts';

export interface MigrationSource {
  /** Values of a chart, or a configuration file. */
  readonly file?: { readonly name: string; readonly text: string };
  readonly environment: Environment;
}

export interface MigrationResult {
  /** Our configuration: what differs from the defaults. */
  readonly configuration: string;
  readonly fates: readonly Fate[];
}

/**
 * Turns what an installation of Falcosidekick has into a configuration of ours, and tells what became of each setting.
 * @throws ConfigurationError for a file that is no YAML
 */
export function migrate({ file, environment }: MigrationSource): MigrationResult {
  const tree = configurationTree(optionSchemas.global, outputListings(optionSchemas));
  const findings = new Findings();
  const into: Migration = { fates: [], values: new Map() };
  const document: MapSetting = file
    ? readDocument(file.text, file.name, findings)
    : { kind: 'map', entries: [], where: '' };
  if (findings.problems.length > 0) throw new ConfigurationError(findings.problems, []);

  const chart = chartValues(document);
  readFileOptions(chart?.config ?? document, tree, chart?.prefix ?? '', into);
  into.fates.push(...(chart?.fates ?? []));
  const variables = { ...chart?.variables, ...environment };
  readUi(variables, into);
  readVariableOptions(variables, tree, into);
  return { configuration: stringify(nested(into.values), { lineWidth: 0 }), fates: into.fates };
}

/** What Falcosidekick-UI's variables mean is known already, see `ui-variables.ts`. */
function readUi(environment: Environment, into: Migration): void {
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('FALCOSIDEKICK_UI_') || text === undefined || text === '') continue;
    const settings: Settings = new Map();
    const findings = new Findings();
    readUiVariables(settings, {
      environment: { [variable]: text },
      findings,
      readFile: readTextFile,
      listFolder: listFiles,
    });
    for (const [path, setting] of settings) into.values.set(path, inDays(plain(setting)));
    const why = findings.notes.map(({ message }) => message).join(' ');
    const to = [...settings.keys()].join(', ');
    if (to === '') into.fates.push({ kind: 'dropped', from: variable, why: why || 'it is the default' });
    else into.fates.push({ kind: 'renamed', from: variable, to });
  }
}

/** A week is not written as 604800000ms. */
function inDays(value: unknown): unknown {
  const ms = /^(\d+)ms$/.exec(typeof value === 'string' ? value : '')?.[1];
  const days = Number(ms) / 86_400_000;
  return Number.isInteger(days) && days > 0 ? `${days}d` : value;
}

function nested(values: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let section = root;
    for (const name of names) {
      const inner = section[name];
      const next: Record<string, unknown> = isRecord(inner) ? inner : {};
      section[name] = next;
      section = next;
    }
    section[last] = value;
  }
  return root;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
