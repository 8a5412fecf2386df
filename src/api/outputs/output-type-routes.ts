import { Hono } from 'hono';
import type { Alert } from '#alert/alert.ts';
import type { OutputListing } from '#config/output-listing.ts';
import type { Installation } from '#outputs/output.ts';
import { ApiFailure } from '../api-failure.ts';
import { previewBody, type OutputType, type OutputTypes, type Preview } from '../contract/outputs.ts';
import { jsonBody } from '../json-body.ts';
import { present } from './output-view.ts';
import type { OutputsParts, OutputsSource } from './outputs-source.ts';
import { previewOf } from './preview.ts';

/** What there is to configure, and what its messages would be. */
export function outputTypeRoutes(parts: OutputsParts): Hono {
  const { outputs } = parts;
  const api = new Hono();

  api.get('/output-types', async (context) => {
    const configured = new Set(outputs.configuration().outputs.map(({ type }) => type));
    const types = await Promise.all(outputs.types.map((listing) => listing.load()));
    const answer: OutputTypes = {
      types: types.map(({ id, about: { title, category, summary } }) => ({
        id,
        title,
        category,
        summary,
        isConfigured: configured.has(id),
      })),
    };
    return context.json(answer);
  });

  api.get('/output-types/:id', async (context) => {
    const listing = typeOf(outputs.types, context.req.param('id'));
    const { id, about, examples } = await listing.load();
    const { title, category, summary, website, setup } = about;
    const answer: OutputType = {
      id,
      title,
      category,
      summary,
      website,
      ...present({ setup }),
      schema: { ...listing.schema },
      examples: Object.entries(examples).map(([name, options]) => ({ title: name, options: Object(options) })),
    };
    return context.json(answer);
  });

  api.post('/output-types/:id/preview', async (context) => {
    const listing = typeOf(outputs.types, context.req.param('id'));
    const { options, alert } = previewBody.parse(await jsonBody(context));
    const answer: Preview = previewOf({
      output: await listing.load(),
      schema: listing.schema,
      options,
      alert: await alertFor(parts, alert),
      installation: installationOf(outputs),
    });
    return context.json(answer);
  });

  return api;
}

function typeOf(types: readonly OutputListing[], id: string): OutputListing {
  const listing = types.find((each) => each.id === id);
  if (listing) return listing;
  throw new ApiFailure(404, `There is no output type ${JSON.stringify(id)}: GET /output-types lists them`);
}

async function alertFor({ journal, outputs }: OutputsParts, uuid: string | undefined): Promise<Alert> {
  if (uuid === undefined) return outputs.testAlert();
  const found = await journal.explain(uuid);
  if (found) return found.entry.alert;
  throw new ApiFailure(404, `There is no alert ${JSON.stringify(uuid)} in the journal`);
}

function installationOf({ configuration }: OutputsSource): Installation {
  const { enrichment, outputs, console } = configuration();
  return {
    customfields: Object.keys(enrichment.customfields),
    templatedfields: Object.keys(enrichment.templatedfields),
    outputs: outputs.map(({ name }) => name),
    consoleurl: console.url,
  };
}
