import { podOwner, replicaSetOwner } from '#alert/pod-owner.ts';
import type { Entry } from '#ui/api/contract.ts';
import { ExactNumber } from '#ui/api/exact-json.ts';

/** A value of an output field as text: exact numbers as they came, lists and objects as JSON. */
export function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof ExactNumber) return String(value);
  return JSON.stringify(value);
}

/** The first of some fields that has a value. */
export function firstField({ alert }: Entry, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = fieldText(alert.output_fields[name]);
    if (text !== '' && text !== '<NA>') return text;
  }
  return undefined;
}

/** What happened, without the time and the priority that Falco writes before it. */
export function whatHappened({ alert }: Entry): string {
  return alert.output.replace(
    /^\s*[\d:.]+:?\s+(?:Emergency|Alert|Critical|Error|Warning|Notice|Informational|Debug)\s+/i,
    '',
  );
}

export interface Where {
  readonly namespace: string | undefined;
  readonly workload: string | undefined;
  readonly pod: string | undefined;
}

/** Where it ran, as the server counts it: what names the pod's owner, or the pod's name without what differs from one to the next. */
export function whereOf(entry: Entry): Where {
  const pod = firstField(entry, 'k8s.pod.name', 'k8smeta.pod.name');
  const namespace = firstField(entry, 'k8s.ns.name', 'k8smeta.ns.name', 'ka.target.namespace');
  return { namespace, workload: ownerOf(entry, pod), pod };
}

function ownerOf(entry: Entry, pod: string | undefined): string | undefined {
  const owner = firstField(entry, ...ownerFields);
  if (owner !== undefined) return owner;
  const replicaSet = firstField(entry, 'k8s.rs.name', 'k8smeta.rs.name');
  if (replicaSet !== undefined) return replicaSetOwner(replicaSet);
  if (pod !== undefined) return podOwner(pod);
  const target = firstField(entry, 'ka.target.name');
  return target !== undefined && firstField(entry, 'ka.target.resource') === 'pods' ? podOwner(target) : target;
}

/** The most lasting first. */
const ownerFields = [
  'k8s.deployment.name',
  'k8smeta.deployment.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.job.name',
  'k8s.rc.name',
  'k8smeta.rc.name',
] as const;

export function processOf(entry: Entry): string | undefined {
  return firstField(entry, 'proc.name');
}

export function userOf(entry: Entry): string | undefined {
  return firstField(entry, 'user.name', 'ka.user.name');
}

export function clusterOf(entry: Entry): string | undefined {
  return firstField(entry, 'cluster', 'k8s.cluster.name', 'k8s_cluster_name');
}
