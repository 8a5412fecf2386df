import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import type { Template } from '#template/template.ts';
import type { Converse } from './define.ts';
import { answerOf, MisconfiguredError } from './errors.ts';
import { fingerprintOf } from './fingerprint.ts';
import { template } from './options.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from './output.ts';

/** What destinations with issues have in common: one issue for a fingerprint, as long as that issue is open. */
export const issueOptions = {
  fingerprint: template(
    'A Go template for what makes alerts one issue, such as `{{ .Rule }} {{ index .OutputFields "k8s.deployment.name" }}`. ' +
      'Unless set: rule, source, hostname, namespace, and the pod, Kubernetes object or container.',
  ),
  comment: z
    .boolean()
    .default(false)
    .describe('Whether an alert whose issue is open already is added to it as a comment; otherwise it adds nothing.'),
};

interface IssueOptions {
  readonly fingerprint: Template | undefined;
  readonly comment: boolean;
}

/** How a destination is asked and told. */
export interface IssueTracker<Options extends IssueOptions> {
  readonly title: string;
  /** Asks for an open issue of a fingerprint. `recent` are ids of issues that a search may not know of yet, newest last. */
  find(fingerprint: string, options: Options, recent: readonly string[]): HttpRequest;
  /** A list of the issues found; each has its id. `undefined` for what is no answer of this destination. */
  found(response: HttpResponse): readonly string[] | undefined;
  comment(id: string, alert: Alert, options: Options): HttpRequest;
  /** The id of the issue that was created; `undefined` for what is no answer of this destination. */
  created(response: HttpResponse): string | undefined;
}

const maxRecent = 50;

/**
 * Looks whether there is an open issue for the fingerprint of an alert, and creates one only if not. Deliveries with the
 * same fingerprint take turns. Two Tiercels at the same moment can still create one each: the services have no lock.
 */
export function oncePerFingerprint<Options extends IssueOptions>(tracker: IssueTracker<Options>) {
  return (options: Options, http: HttpTransport): Converse => {
    const recent: string[] = [];
    const inTurn = turns();

    async function deliver(request: HttpRequest, alert: Alert, fingerprint: string, signal: AbortSignal) {
      const answer = await http.send(tracker.find(fingerprint, options, recent), signal);
      const [issue] = known(tracker.found(answer), tracker, answer);
      if (issue !== undefined) {
        return options.comment ? http.send(tracker.comment(issue, alert, options), signal) : answer;
      }
      const creation = await http.send(request, signal);
      recent.push(known(tracker.created(creation), tracker, creation));
      if (recent.length > maxRecent) recent.shift();
      return creation;
    }

    return (request, [alert], signal) => {
      const fingerprint = fingerprintOf(alert, options.fingerprint);
      return inTurn(fingerprint, () => deliver(request, alert, fingerprint, signal));
    };
  };
}

function known<Value>(value: Value | undefined, { title }: { readonly title: string }, response: HttpResponse): Value {
  if (value !== undefined) return value;
  throw new MisconfiguredError(`The answer is not one of ${title}: check the option hostport`, answerOf(response));
}

/** Runs what has the same key one after the other. */
function turns() {
  const last = new Map<string, Promise<unknown>>();
  return async <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}
