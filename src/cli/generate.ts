import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { catalogSource, declaredOutput } from '#reference/catalog-source.ts';
import type { GeneratedFile } from '#reference/pages.ts';

/** `npm run generate` writes what derives from the declarations; with `--check` it only says what is stale. */

const root = path.join(import.meta.dirname, '../..');
const outputsFolder = path.join(root, 'src/outputs');
const isCheck = process.argv.includes('--check');

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function catalogFile(): GeneratedFile {
  const outputs = globSync('*.ts', { cwd: outputsFolder }).flatMap(
    (file) => declaredOutput(file, read(path.join(outputsFolder, file)) ?? '') ?? [],
  );
  return { path: 'src/outputs/catalog.generated.ts', text: catalogSource(outputs) };
}

/** Settles one file; its path if it was stale. */
function settle({ path: name, text }: GeneratedFile): string[] {
  const file = path.join(root, name);
  if (read(file) === text) return [];
  if (!isCheck) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return [name];
}

/** Pages of outputs that are no more. */
function removeLeftovers(files: readonly GeneratedFile[]): string[] {
  const expected = new Set(files.map((file) => file.path));
  const leftovers = globSync('docs/reference/outputs/*.md', { cwd: root }).filter((file) => !expected.has(file));
  if (!isCheck) for (const file of leftovers) rmSync(path.join(root, file));
  return leftovers;
}

const stale = settle(catalogFile());
// What loads the catalogue is loaded only now that it is written.
const { generatedFiles } = await import('#reference/pages.ts');
const { commandsPage } = await import('./commands-page.ts');
const { metricsPage } = await import('#api/metrics-page.ts');
const { chartFiles } = await import('#reference/chart-files.ts');
const { catalog } = await import('#outputs/catalog.generated.ts');
const files = [
  ...generatedFiles((output) => read(path.join(outputsFolder, `${output.replaceAll('.', '-')}.http`))),
  { path: 'docs/reference/commands.md', text: await commandsPage() },
  { path: 'docs/reference/metrics.md', text: await metricsPage() },
  ...chartFiles(catalog, (file) => readFileSync(path.join(root, file), 'utf8')),
];
stale.push(...files.flatMap(settle), ...removeLeftovers(files));

for (const file of stale) process.stdout.write(`${isCheck ? 'stale: ' : 'written: '}${file}\n`);
if (isCheck && stale.length > 0) {
  process.stdout.write('Run "npm run generate" and commit the result.\n');
  process.exitCode = 1;
}
