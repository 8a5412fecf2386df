import { falcosidekickGroups, falcosidekickSections } from './falcosidekick-sections.ts';
import { nodeAt, optionGroup, withNode, type JsonSchema, type OptionGroup } from './option-tree.ts';
import type { OutputListing } from './output-listing.ts';

/**
 * Everything that may stand at the top of the configuration: the global options, a section for each output, the list of
 * outputs, and what Falcosidekick has and we do not.
 */
export function configurationTree(global: JsonSchema, outputs: readonly OutputListing[]): OptionGroup {
  const ids = new Set(outputs.map(({ id }) => id));
  let tree = optionGroup(global, '');
  tree = withNode(tree, ['outputs'], { kind: 'output-list', path: 'outputs' });
  for (const { id, schema } of outputs) tree = withNode(tree, id.split('.'), optionGroup(schema, id));
  for (const { section, enabledBy, ignored = [] } of falcosidekickSections) {
    const names = section.split('.');
    if (!ids.has(section) && nodeAt(tree, section)?.kind !== 'group') {
      tree = withNode(tree, names, { kind: 'foreign-section', path: section, enabledBy });
      continue;
    }
    for (const name of ignored) tree = withForeignOption(tree, `${section}.${name}`, true);
  }
  for (const [group, names] of Object.entries(falcosidekickGroups)) {
    for (const name of names) tree = withForeignOption(tree, `${group}.${name}`, false);
  }
  return tree;
}

function withForeignOption(tree: OptionGroup, path: string, isNoted: boolean): OptionGroup {
  return withNode(tree, path.split('.'), { kind: 'foreign-option', path, isNoted });
}
