import type { AlertIntake } from './alert-intake.ts';
import type { Handler } from './answer.ts';
import type { JsonEvents, JsonEventsParts } from './json-events.ts';

/** Loads what serves `/events/` when the first event comes: few installations have any. */
export function eventsHandler(parts: JsonEventsParts, intake: Pick<AlertIntake, 'found'>): Handler {
  let events: Promise<JsonEvents> | undefined;
  const load = async () => {
    const { JsonEvents: Loaded } = await import('./json-events.ts');
    return new Loaded(parts, intake);
  };
  return async (request, response) => {
    events ??= load();
    return (await events).serve(request, response);
  };
}
