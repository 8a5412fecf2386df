import { exactPlace } from './exact-place.ts';
import { FileTexts } from './file-texts.ts';
import type { FileResult } from './file-result.ts';
import type { LoadContext } from './load-context.ts';

/**
 * What `tiercel rules check` says of a file: `rules.yaml: Ok`, or each finding with its exact place and a caret there.
 * Without a line end.
 * @param contents the texts of all files by their names
 */
export function checkText(result: FileResult, contents: ReadonlyMap<string, string>): string {
  const { name, isSuccessful, errors, warnings, schemaStatus } = result;
  const texts = new FileTexts(contents);
  const schema = schemaStatus.filter((status) => status !== 'ok');
  const withWarnings = warnings.length + schema.length > 0 ? 'Ok, with warnings' : 'Ok';
  return [
    `${name}: ${isSuccessful ? withWarnings : 'Invalid'}`,
    ...errors.map((error) => finding('error', error, texts)),
    ...warnings.map((warning) => finding('warning', warning, texts)),
    ...schema.map((status) => `  schema: ${status.replace('failed for ', '')}`),
  ].join('\n');
}

interface Found {
  readonly code: string;
  readonly message: string;
  readonly context: LoadContext;
}

function finding(kind: string, { code, message, context }: Found, texts: FileTexts): string {
  const { file, line, column, snippet } = exactPlace(context, texts);
  const lines = snippet
    .trimEnd()
    .split('\n')
    .map((text) => `      ${text}`);
  const text = message === '' ? 'compares with <NA>, which no missing field equals: use "exists"' : message;
  return [`  ${file}:${line}:${column}: ${kind}: ${text} [${code}]${itemOf(context)}`, ...lines].join('\n');
}

/** The rule, macro or list. */
function itemOf({ exact, locations }: LoadContext): string {
  const item = (exact?.item.locations ?? locations).find(({ itemType }) => /^(?:rule|macro|list)$/.test(itemType));
  return item === undefined || item.itemName === '' ? '' : `, ${item.itemType} "${item.itemName}"`;
}
