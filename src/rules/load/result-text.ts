import { FileTexts } from './file-texts.ts';
import { errorText, shortText, type FileResult } from './file-result.ts';
import type { LoadContext } from './load-context.ts';
import { snippetOf } from './snippet.ts';

/**
 * What `falco --validate` says of a file: `rules.yaml: Ok`, or what is wrong and where; only findings end with
 * a line end.
 * @param contents the texts of all files by their names
 */
export function resultText(result: FileResult, contents: ReadonlyMap<string, string>): string {
  const { name, errors, warnings } = result;
  const texts = new FileTexts(contents);
  const sections = [
    `${name === '' ? '' : `${name}: `}${statusOf(result)}`,
    ...schemaSection(result),
    ...section('Errors', errors, (error) => finding(error, errorText(error.code), texts)),
    ...section('Warnings', warnings, (warning) => finding(warning, shortText(warning), texts)),
  ];
  return sections.join('\n');
}

function statusOf({ isSuccessful, warnings }: Pick<FileResult, 'isSuccessful' | 'warnings'>): string {
  if (!isSuccessful) return 'Invalid';
  return warnings.length > 0 ? 'Ok, with warnings' : 'Ok';
}

const rule = '------\n';

function schemaSection({ schemaStatus }: FileResult): readonly string[] {
  if (schemaStatus.length === 0 || schemaStatus[0] === 'ok') return [];
  const texts = schemaStatus.map((status) => `${rule}${status}\n`).join('');
  return [`${schemaStatus.length} Schema warnings:\n${texts}${rule}`];
}

function section<Item>(title: string, items: readonly Item[], text: (item: Item) => string): readonly string[] {
  return items.length === 0 ? [] : [`${items.length} ${title}:\n${items.map(text).join('')}`];
}

function finding(
  { code, message, context }: { readonly code: string; readonly message: string; readonly context: LoadContext },
  text: string,
  texts: FileTexts,
): string {
  return `${placeOf(context)}${rule}${snippetOf(context, texts)}${rule}${code} (${text}): ${message}\n`;
}

function placeOf({ locations }: LoadContext): string {
  const lines = locations.map(({ name, position, itemType, itemName }, index) => {
    const item = itemName === '' ? itemType : `${itemType} '${itemName}'`;
    return `${index === 0 ? 'In ' : '    '}${item}: (${name}:${position.line}:${position.column})\n`;
  });
  return lines.join('');
}
