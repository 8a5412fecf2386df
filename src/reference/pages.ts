import { configurationJsonSchema } from '#config/json-schema.ts';
import { catalog } from '#outputs/catalog.generated.ts';
import type { Output } from '#outputs/output.ts';
import { configurationPage } from './configuration-page.ts';
import { optionsSource } from './options-source.ts';
import { outputIndex } from './output-index.ts';
import { outputPage } from './output-page.ts';

/** A generated file: its path from the root of the project, and what it should hold. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Every generated file but the catalogue, which must be there before this can be loaded. New pages are added here. */
export function generatedFiles(readWireText: (output: string) => string | undefined): readonly GeneratedFile[] {
  const outputs: readonly Output[] = catalog;
  return [
    { path: 'src/config/options.generated.ts', text: optionsSource(outputs) },
    { path: 'config.schema.json', text: `${JSON.stringify(configurationJsonSchema(), null, 2)}\n` },
    { path: 'docs/reference/configuration.md', text: configurationPage() },
    { path: 'docs/reference/outputs.md', text: outputIndex(outputs) },
    ...outputs.map((output) => ({
      path: `docs/reference/outputs/${output.id}.md`,
      text: outputPage(output, readWireText(output.id)),
    })),
  ];
}
