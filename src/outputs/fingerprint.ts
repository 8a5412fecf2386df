import { createHash } from 'node:crypto';
import type { Alert } from '#alert/alert.ts';
import { stringField } from '#alert/fields.ts';
import type { Template } from '#template/template.ts';
import { groupingKey } from './grouping-key.ts';

/**
 * What makes alerts occurrences of the same thing: the first 16 hexadecimal digits of the SHA-256 of rule, source,
 * hostname, namespace, and the pod, Kubernetes object or container; or that of what the operator's template says in place of
 * them, see `grouping-key.ts`.
 */
export function fingerprintOf(alert: Alert, template: Template | undefined): string {
  const key = groupingKey(alert, template);
  const parts = key === '' ? usualParts(alert) : [key];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function usualParts(alert: Alert): string[] {
  const namespace = firstOf(alert, ['k8s.ns.name', 'ka.target.namespace']);
  const workload = firstOf(alert, ['k8s.pod.name', 'ka.target.name', 'container.name', 'container.id']);
  return [alert.rule, alert.source, alert.hostname, namespace, workload];
}

function firstOf(alert: Alert, names: readonly string[]): string {
  return names.map((name) => stringField(alert, name)).find((value) => value !== '') ?? '';
}
