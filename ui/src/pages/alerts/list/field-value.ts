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

/** Where it ran. The workload is a pod's name without what differs from one to the next, where nobody names it. */
export function whereOf(entry: Entry): Where {
  const pod = firstField(entry, 'k8s.pod.name', 'ka.target.pod.name');
  const named = firstField(entry, 'k8s.workload.name', 'k8s.deployment.name', 'k8s.rs.name', 'k8s.rc.name');
  const workload = named ?? pod?.replace(generated, '') ?? firstField(entry, 'container.name');
  return { namespace: firstField(entry, 'k8s.ns.name', 'ka.target.namespace'), workload, pod };
}

/** What Kubernetes adds to a workload's name: letters that make no words, a time, a number. */
const generated =
  /(?:-(?:[bcdf-hj-np-tv-xz2456789]{6,10}|[a-f0-9]{8,10}|\d{8,10}))?-[bcdf-hj-np-tv-xz2456789]{5}$|-\d{1,4}$/;

export function processOf(entry: Entry): string | undefined {
  return firstField(entry, 'proc.name');
}

export function userOf(entry: Entry): string | undefined {
  return firstField(entry, 'user.name', 'ka.user.name');
}

export function clusterOf(entry: Entry): string | undefined {
  return firstField(entry, 'cluster', 'k8s.cluster.name', 'k8s_cluster');
}
