import type { Alert } from '#alert/alert.ts';
import { isAtLeast } from '#alert/priority.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { namespaceOf, subjectOf, text, type KubernetesSubject } from './kubernetes-subject.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';

/** What an event is about; `uid` is what `kubectl describe` finds events by. */
export interface Regarding extends KubernetesSubject {
  readonly uid?: string;
}

/** Limits of https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/. */
const maxNoteBytes = 1024;
const maxReasonBytes = 128;
const maxInstanceBytes = 128;

/** Named after the alert, so that there is no other of that name. */
export function eventName(alert: Alert): string {
  return `falco-${alert.uuid}`;
}

/** An event of the API `events.k8s.io/v1`. */
export function kubernetesEvent(alert: Alert, regarding: Regarding) {
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: {
      name: eventName(alert),
      namespace: eventNamespace(regarding),
      annotations: {
        'falco.org/rule': shortenToBytes(alert.rule, maxNoteBytes),
        'falco.org/priority': alert.priority,
        'falco.org/source': shortenToBytes(alert.source, maxNoteBytes),
        'falco.org/tags': shortenToBytes(alert.tags.join(','), maxNoteBytes),
        'falco.org/uuid': alert.uuid,
      },
    },
    eventTime: microTime(alert.time),
    reportingController: 'falco.org/tiercel',
    reportingInstance: shortenToBytes(alert.hostname, maxInstanceBytes) || 'tiercel',
    action: 'Alert',
    reason: shortenToBytes(alert.rule, maxReasonBytes),
    regarding,
    note: shortenToBytes(alert.output, maxNoteBytes),
    type: isAtLeast(alert.priority, 'Warning') ? 'Warning' : 'Normal',
  };
}

/** Kubernetes wants events of what is in no namespace in this one. */
export function eventNamespace({ namespace = 'default' }: KubernetesSubject): string {
  return namespace;
}

/** The pod or the object of an alert, or else its node, its namespace, or the cluster's own namespace. */
export function regardingOf(alert: Alert): Regarding {
  const subject = subjectOf(alert);
  if (!subject) return placeOf(alert);
  const uid = subject.kind === 'Pod' ? text(alert, 'k8s.pod.uid') : undefined;
  if (subject.kind === 'Pod' && subject.namespace === undefined) return placeOf(alert);
  return { ...subject, ...(uid !== undefined && { uid }) };
}

/** What is left of an alert whose namespace is gone. */
export function placeOf(alert: Alert): Regarding {
  // As kubelet has it, the name of a node stands for its uid.
  if (alert.hostname !== '') return { apiVersion: 'v1', kind: 'Node', name: alert.hostname, uid: alert.hostname };
  return { apiVersion: 'v1', kind: 'Namespace', name: namespaceOf(alert) ?? 'default' };
}

const firstTime = -62_135_596_800_000n;
const lastTime = 253_402_300_799_999n;

/** UTC with six digits. Years are those that Go can print. */
function microTime(time: string): string {
  const nanoseconds = unixNanoseconds(time);
  const ms = nanoseconds / 1_000_000n;
  if (ms < firstTime) return '0001-01-01T00:00:01.000000Z';
  if (ms > lastTime) return '9999-12-31T23:59:59.999999Z';
  const micros = ((nanoseconds / 1000n) % 1000n).toString().replace('-', '').padStart(3, '0');
  return new Date(Number(ms)).toISOString().replace('Z', `${micros}Z`);
}
