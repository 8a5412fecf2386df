import type { Output } from '#outputs/output.ts';
import { assemble } from './assemble.ts';
import type { Configuration } from './configuration.ts';
import { ConfigurationError, type Note } from './configuration-error.ts';
import { checkUnused } from './delivery-outputs.ts';
import { configurationTree } from './configuration-tree.ts';
import { differencesFromFalcosidekick } from './differences.ts';
import { readDocument } from './document.ts';
import { Findings } from './findings.ts';
import { refuseForeignSections } from './foreign-sections.ts';
import type { OptionGroup } from './option-tree.ts';
import { OptionValues } from './option-values.ts';
import { optionSchemas } from './options.generated.ts';
import { listEntries, loadEntries, sectionEntries } from './output-entries.ts';
import { listingOf, outputListings, type OutputListing } from './output-listing.ts';
import { checkNames, stdoutEntry } from './output-names.ts';
import { RememberedFiles } from './remembered-files.ts';
import type { MapSetting } from './setting.ts';
import { readUiVariables } from './ui-variables.ts';
import { readSection, type Settings } from './settings.ts';
import {
  fileTrouble,
  listFiles,
  readTextFile,
  type Environment,
  type ListFolder,
  type ReadFile,
  type Surroundings,
} from './surroundings.ts';
import { noteMisspeltVariables, readVariables } from './variables.ts';

export interface LoadRequest {
  /** YAML or JSON. Without it everything comes from the environment. */
  readonly file?: string;
  readonly environment: Environment;
  readonly readFile?: ReadFile;
  readonly listFolder?: ListFolder;
  /** The outputs there are; all of the catalogue unless a test has fewer. */
  readonly outputs?: readonly Output[];
}

export interface LoadResult {
  readonly configuration: Configuration;
  readonly notes: readonly Note[];
  /** What Falcosidekick would do otherwise with the same configuration. */
  readonly differences: readonly Note[];
  /** Every file that was read; a change of one of them is a reason to load anew. */
  readonly sources: readonly string[];
  /** Whether one of them is another now than it was read. */
  readonly hasChanged: () => boolean;
  /** There is a file, and nothing in it. */
  readonly isEmpty: boolean;
}

/**
 * Reads the configuration as Falcosidekick does: environment over file over defaults.
 * @throws ConfigurationError with every problem there is, and never anything else
 */
export async function loadConfiguration(request: LoadRequest): Promise<LoadResult> {
  const findings = new Findings();
  const { environment, readFile = readTextFile, listFolder = listFiles } = request;
  const files = new RememberedFiles(readFile, listFolder);
  const around = { environment, readFile: files.readFile, listFolder: files.listFolder, findings };
  const { global } = optionSchemas;
  const outputs = request.outputs?.map(listingOf) ?? outputListings(optionSchemas);
  const document = request.file === undefined ? emptyDocument : readConfigurationFile(request.file, around);

  const tree = configurationTree(global, outputs);
  const settings = readSettings(tree, outputs, document, around);
  const values = new OptionValues(settings, around);
  const sections = sectionEntries(outputs, tree, values, around);
  const unused = await loadEntries(sections.filter(({ isOn }) => !isOn));
  for (const section of unused) checkUnused(section, findings);
  const entries = [...sections.filter(({ isOn }) => isOn), ...listEntries(outputs, settings.get('outputs'), around)];
  if (entries.length === 0) entries.push(...stdoutEntry(outputs, tree, values, findings));
  checkNames(entries, findings);
  const loaded = await loadEntries(entries);

  const configuration = await assemble(request.file, global, values, loaded, around);
  if (!configuration || findings.problems.length > 0) throw new ConfigurationError(findings.problems, findings.sources);
  const used = new Set(loaded.map(({ output }) => output));
  const written = { document, settings, environment: request.environment, tree, outputs: [...used] };
  const differences = differencesFromFalcosidekick(written);
  return {
    configuration,
    notes: findings.notes,
    differences,
    sources: findings.sources,
    hasChanged: () => files.hasChanged(),
    isEmpty: document.where !== '' && document.entries.length === 0,
  };
}

const emptyDocument: MapSetting = { kind: 'map', entries: [], where: '' };

function readConfigurationFile(file: string, { readFile, findings }: Surroundings): MapSetting {
  findings.source(file);
  try {
    return readDocument(readFile(file), file, findings);
  } catch (error) {
    findings.problem({
      where: file,
      path: '',
      message: `The configuration file cannot be read: ${fileTrouble(error)}.`,
      remedy: 'Correct the path, or give this process the right to read it.',
    });
    return emptyDocument;
  }
}

function readSettings(
  tree: OptionGroup,
  outputs: readonly OutputListing[],
  document: MapSetting,
  around: Surroundings,
): Settings {
  const settings: Settings = new Map();
  readSection(document, tree, settings, around.findings);
  readUiVariables(settings, around);
  readVariables(tree, settings, around);
  noteMisspeltVariables(tree, outputs, around);
  refuseForeignSections(tree, settings, around);
  return settings;
}
