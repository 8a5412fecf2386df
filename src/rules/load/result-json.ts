import type { JsonObject } from '#kit/json.ts';
import { FileTexts } from './file-texts.ts';
import { errorText, longText, type FileResult, type LoadError, type LoadWarning } from './file-result.ts';
import type { LoadContext, Location } from './load-context.ts';
import type { LoadResult } from './load-rules.ts';
import { snippetOf } from './snippet.ts';

/**
 * All that `falco --validate` prints with `json_output`, in one line with `writeJson`. Where a required plugin is missing
 * Falco prints nothing; see `LoadResult.pluginProblem`.
 * @param described what `-L` adds, which it does only where every file loaded
 */
export function validateJson(
  { results, contents, isSuccessful }: Pick<LoadResult, 'results' | 'contents' | 'isSuccessful'>,
  described?: JsonObject,
): JsonObject {
  return {
    ...(described !== undefined && isSuccessful ? { falco_describe_results: described } : {}),
    falco_load_results: results.map((result) => resultJson(result, contents)),
  };
}

/**
 * What `falco --validate` prints of a file with `json_output`, the keys in its order.
 * @param contents the texts of all files by their names
 */
export function resultJson(result: FileResult, contents: ReadonlyMap<string, string>): JsonObject {
  const texts = new FileTexts(contents);
  const isValid = result.schemaStatus[0] === 'ok';
  const schema = { schema_valid: isValid, schema_warnings: isValid ? [] : result.schemaStatus };
  return {
    errors: result.errors.map((error) => errorJson(error, texts)),
    name: result.name,
    ...(result.schemaStatus.length > 0 ? schema : {}),
    successful: result.isSuccessful,
    warnings: result.warnings.map((warning) => warningJson(warning, texts)),
  };
}

function errorJson({ code, message, context }: LoadError, texts: FileTexts): JsonObject {
  return { code, codedesc: errorText(code), context: contextJson(context, texts), message: message.toWellFormed() };
}

function warningJson(warning: LoadWarning, texts: FileTexts): JsonObject {
  const { code, message, context, deprecatedField } = warning;
  return {
    code,
    codedesc: longText(warning),
    context: contextJson(context, texts),
    ...(deprecatedField === undefined ? {} : { deprecated_field: deprecatedField }),
    message: message.toWellFormed(),
  };
}

function contextJson(context: LoadContext, texts: FileTexts): JsonObject {
  return { locations: context.locations.map(locationJson), snippet: snippetOf(context, texts) };
}

function locationJson({ name, position, itemType, itemName }: Location): JsonObject {
  const { column, line, offset } = position;
  return { item_name: itemName, item_type: itemType, position: { column, line, name, offset } };
}
