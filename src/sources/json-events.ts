import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonSource } from '#rules/fields/json-source.ts';
import { findJsonSource, jsonSources, type JsonSourceSettings } from '#rules/fields/json-sources.ts';
import { splitRecords } from '#rules/fields/split-records.ts';
import type { RuleSet } from '#rules/rule-set.ts';
import type { AlertIntake, AlertIntakeParts, IntakeSettings } from './alert-intake.ts';
import type { FoundAlerts, ReadBytes } from './found-alerts.ts';
import { answer, errorText, jsonAnswer } from './answer.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import { checkSignature, checkToken } from './event-sender.ts';
import { Refusal, tooMany } from './refusal.ts';
import { unusable } from './unusable-events.ts';

export type JsonEventsParts = Pick<AlertIntakeParts, 'clock' | 'eventCounts' | 'settings'>;

/** Where events of JSON come in: `/events/` and the name of their source. */
const eventsPath = '/events/';

const millisecondNs = 1_000_000n;

/** Evaluates rules on what the log services of clouds, GitHub and others post. */
export class JsonEvents {
  readonly #parts: JsonEventsParts;
  readonly #intake: Pick<AlertIntake, 'found'>;
  #sources: { readonly of: JsonSourceSettings; readonly all: readonly JsonSource[] } | undefined;
  #nextEvent = 1n;

  constructor(parts: JsonEventsParts, intake: Pick<AlertIntake, 'found'>) {
    this.#parts = parts;
    this.#intake = intake;
  }

  serve(request: IncomingMessage, response: ServerResponse): Promise<void> | void {
    const challenge = request.headers['x-okta-verification-challenge'];
    if (request.method === 'GET' && typeof challenge === 'string') {
      return this.#verify(challenge, request, response);
    }
    return this.#intake.found(request, response, (read) => this.#find(request, read));
  }

  /**
   * Okta asks once whether its hooks are wanted here.
   * @see https://developer.okta.com/docs/concepts/event-hooks/#one-time-verification-request
   */
  #verify(challenge: string, request: IncomingMessage, response: ServerResponse): void {
    const { token } = this.#parts.settings().events;
    try {
      if (this.#sourceOf(request).id !== 'okta') throw unknownSource('It is Okta that verifies: ask at /events/okta');
      if (token) checkToken(request, token);
      answer(request, response, jsonAnswer(200, { verification: challenge }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(request, response, error.answer);
    }
  }

  async #find(request: IncomingMessage, read: ReadBytes): Promise<FoundAlerts> {
    const settings = this.#parts.settings();
    const { rules, events } = settings;
    const source = this.#sourceOf(request);
    const githubSecret = source.id === 'github' ? events.githubSecret : undefined;
    if (events.token && !githubSecret) checkToken(request, events.token);
    if (!rules?.sizeOf(source.id)) throw noRulesFor(source);
    const body = await read(events.limits.maxBodyBytes, 'events.maxbody');
    if (githubSecret) checkSignature(request, body, githubSecret);
    const text = source.id === 'github' ? withoutForm(decodeUtf8(body), request) : decodeUtf8(body);
    return this.#evaluate(text, source, rules, settings, membersOf(request, source));
  }

  #evaluate(
    text: string,
    source: JsonSource,
    rules: RuleSet,
    { enrich, events: { limits } }: IntakeSettings,
    members: Readonly<Record<string, string>> | undefined,
  ): FoundAlerts {
    const { clock, eventCounts } = this.#parts;
    const receivedNs = BigInt(Math.trunc(clock.now())) * millisecondNs;
    const { events, refusals } = splitRecords(text, source, {
      limits,
      firstNumber: this.#nextEvent,
      receivedNs,
      ...(members && { members }),
    });
    if (refusals.some(({ reason }) => reason === 'too-many')) throw tooMany(limits.maxEvents);
    this.#nextEvent += BigInt(events.length);
    const alerts = events.flatMap((event) => rules.detect(event).map(enrich));
    eventCounts.add(source.id, events.length, alerts.length, refusals);
    return { alerts, ...(refusals.length > 0 && { complaint: unusable(refusals, events.length, source.id) }) };
  }

  #sourceOf({ url = '' }: IncomingMessage): JsonSource {
    const { sources: settings } = this.#parts.settings().events;
    if (this.#sources?.of !== settings) this.#sources = { of: settings, all: jsonSources(settings) };
    const [path = ''] = url.split('?');
    const name = path.slice(path.indexOf(eventsPath) + eventsPath.length);
    const source = findJsonSource(this.#sources.all, name);
    if (source) return source;
    const known = this.#sources.all.map(({ id }) => `${eventsPath}${id}`).join(', ');
    throw unknownSource(`There is no source of events at this path: post to one of ${known}`);
  }
}

function unknownSource(text: string): Refusal {
  return new Refusal('invalid', text, errorText(404, text));
}

function noRulesFor({ id }: JsonSource): Refusal {
  const text = `There are no rules for these events here: "rules.files" leads to none that is enabled and has "source: ${id}"`;
  return new Refusal('invalid', text, errorText(404, text));
}

/**
 * GitHub tells only in a header what an event is about; `github.type` reads it where Falco's plugin puts it.
 * @throws Refusal where it does not
 */
function membersOf({ headers }: IncomingMessage, source: JsonSource): Readonly<Record<string, string>> | undefined {
  if (source.id !== 'github') return undefined;
  const type = headers['x-github-event'];
  if (typeof type === 'string' && type !== '') return { webhook_type: type };
  const text =
    'The header X-GitHub-Event is missing, which tells what the event is about: GitHub sends it, such as "push"';
  throw new Refusal('invalid', text, errorText(400, text));
}

/** A webhook of GitHub that is not told otherwise sends a form, with the JSON in its field `payload`. */
function withoutForm(text: string, { headers }: IncomingMessage): string {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  return isForm ? (new URLSearchParams(text).get('payload') ?? '') : text;
}
