import { createEnrichment, noEnrichment, type Enrich } from '#alert/enrich.ts';
import type { Alert } from '#alert/alert.ts';
import { InvalidAlertError, readFalcoAlert } from '#alert/falco-json.ts';
import { isJsonObject, type Json, type JsonObject } from '#kit/json.ts';
import { JsonSyntaxError, readJson } from '#kit/json-read.ts';
import { readAlertBatch, type AlertBatch, type BatchLimits } from './alert-batch.ts';

const uuidPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Reads what Falcosidekick posts to its UI: `{"event": …, "outputs": […]}`. The event was enriched there and has its uuid: it is
 * kept as it is, so that both tell of the same alert. Anything else is read as what Falco posts.
 */
export function readSidekickBatch(text: string, enrich: Enrich, limits: BatchLimits): AlertBatch {
  const event = eventIn(text, limits);
  if (!event) return readAlertBatch(text, enrich, limits);
  try {
    return { alerts: [alertOf(event, enrich)], refused: [] };
  } catch (error) {
    if (!(error instanceof InvalidAlertError)) throw error;
    return { alerts: [], refused: [{ index: 0, reason: error.message, kind: 'invalid' }] };
  }
}

function alertOf(event: JsonObject, enrich: Enrich): Alert {
  const { uuid } = event;
  const alert = readFalcoAlert(event);
  if (typeof uuid !== 'string' || !uuidPattern.test(uuid)) return enrich(alert);
  return createEnrichment(noEnrichment, () => uuid.toLowerCase())(alert);
}

/** Broken JSON is left to the reader of alerts, which says what is wrong with it. */
function eventIn(text: string, { maxDepth, maxKeys }: BatchLimits): JsonObject | undefined {
  try {
    const body: Json = readJson(text, { maxDepth: maxDepth + 1, maxKeys });
    const event = isJsonObject(body) ? body['event'] : undefined;
    return isJsonObject(event) ? event : undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
