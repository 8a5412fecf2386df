import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { isThere } from './is-there.ts';
import type { HttpTransport } from './output.ts';
import { apiUrl, type QuickwitOptions } from './quickwit-options.ts';

/** Creates the index with Falcosidekick's mapping, unless one of its name is there. */
export async function ensureIndex(options: QuickwitOptions, http: HttpTransport, signal: AbortSignal): Promise<void> {
  const path = `indexes/${encodeURIComponent(options.index)}/describe`;
  try {
    if (await isThere({ method: 'GET', url: apiUrl(options, path) }, http, signal)) return;
    await http.send({ url: apiUrl(options, 'indexes'), body: { json: indexConfig(options) } }, signal);
  } catch (error) {
    if (isAlreadyThere(error)) return;
    if (!(error instanceof MisconfiguredError || error instanceof RejectedError)) throw error;
    // A refusal holds up every alert, so it says what it is about.
    const remedy = 'check apiendpoint, index and version, or create the index and set autocreateindex to false';
    throw new MisconfiguredError(`The index cannot be created (${error.message}): ${remedy}`, error);
  }
}

/** Somebody else was faster. Quickwit answers 400. */
function isAlreadyThere(error: unknown): boolean {
  return error instanceof DeliveryError && /already exists?/i.test(error.answer ?? '');
}

/** See https://quickwit.io/docs/configuration/index-config. */
export function indexConfig({ index, version }: QuickwitOptions) {
  return {
    index_id: index,
    version,
    search_settings: { default_search_fields: ['rule', 'source', 'output', 'priority', 'hostname', 'tags'] },
    doc_mapping: {
      dynamic_mapping: {
        description: 'Falco',
        fast: true,
        expand_dots: true,
        indexed: true,
        record: 'basic',
        stored: true,
        tokenizer: 'raw',
      },
      field_mappings: [
        { name: 'time', type: 'datetime', fast: true },
        { name: 'uuid', type: 'text', fast: true },
        { name: 'hostname', type: 'text', fast: true },
        { name: 'priority', type: 'text', fast: true },
        { name: 'source', type: 'text', fast: true },
        { name: 'output', type: 'text', fast: false },
        { name: 'rule', type: 'text', fast: true },
        { name: 'tags', type: 'array<text>', fast: true },
        { name: 'output_fields', type: 'json', fast: true },
      ],
      mode: 'dynamic',
      store_source: true,
      timestamp_field: 'time',
    },
  };
}
