import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { url } from '#kit/url.ts';
import { answerJson } from './answer-json.ts';
import type { Converse } from './define.ts';
import { DeliveryError } from './errors.ts';
import { isNamespaceGone, onlyMetadata } from './kubernetes-cluster.ts';
import { apiServer } from './kubernetes-proxy.ts';
import { eventNamespace, kubernetesEvent, placeOf, regardingOf, type Regarding } from './kubernetesevents-event.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from './output.ts';

export function eventRequest(alert: Alert, regarding: Regarding): HttpRequest {
  return {
    url: url`${apiServer}/apis/events.k8s.io/v1/namespaces/${eventNamespace(regarding)}/events`,
    body: { json: kubernetesEvent(alert, regarding) },
  };
}

/** A namespace may be gone by the time its alert is delivered; then the event is about the node. */
export function createsEvents(http: HttpTransport): Converse {
  return async (_request, [alert], signal) => {
    const regarding = await withUid(regardingOf(alert), http, signal);
    try {
      return await create(eventRequest(alert, regarding), http, signal);
    } catch (error) {
      if (!isNamespaceGone(error) || regarding.namespace === undefined) throw error;
      return create(eventRequest(alert, placeOf(alert)), http, signal);
    }
  };
}

/** An event of that name is the same alert, which was delivered before. */
async function create(request: HttpRequest, http: HttpTransport, signal: AbortSignal): Promise<HttpResponse> {
  try {
    return await http.send(request, signal);
  } catch (error) {
    const isThere = error instanceof DeliveryError && error.status === 409;
    if (isThere) return { status: 409, headers: {}, text: 'The event is there already' };
    throw error;
  }
}

const pod = z.object({ metadata: z.object({ uid: z.string().min(1) }) });
const podName = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

/** `kubectl describe` finds events by the uid of their pod. Where that cannot be learnt, the event does without. */
async function withUid(regarding: Regarding, http: HttpTransport, signal: AbortSignal): Promise<Regarding> {
  const { kind, namespace, name, uid } = regarding;
  if (kind !== 'Pod' || namespace === undefined || uid !== undefined || !podName.test(name)) return regarding;
  const location = url`${apiServer}/api/v1/namespaces/${namespace}/pods/${name}`;
  try {
    const answer = await http.send({ method: 'GET', url: location, headers: onlyMetadata }, signal);
    const found = answerJson(answer.text, pod)?.metadata.uid;
    return found === undefined ? regarding : { ...regarding, uid: found };
  } catch (error) {
    if (error instanceof DeliveryError && (error.status === 403 || error.status === 404)) return regarding;
    throw error;
  }
}
