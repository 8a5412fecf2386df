import type { Alert } from '#alert/alert.ts';
import { fieldText } from '#alert/fields.ts';

/** The object of a cluster that an alert is about. */
export interface KubernetesSubject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The pod of a system call, or the object of a request to Kubernetes, if the alert has the fields for it. */
export function subjectOf(alert: Alert): KubernetesSubject | undefined {
  const [resource, name] = resourceAndName(alert);
  const type = types.get(resource);
  if (type === undefined || name === undefined || name === '') return undefined;
  const [apiVersion, kind] = type;
  const namespace = namespaceOf(alert);
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name };
}

/** The namespace that an alert names; `undefined` for what is no name of one. */
export function namespaceOf(alert: Alert): string | undefined {
  const name = text(alert, 'k8s.ns.name') ?? text(alert, 'ka.target.namespace');
  return name !== undefined && name.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name) ? name : undefined;
}

function resourceAndName(alert: Alert): readonly [resource: string, name: string | undefined] {
  const pod = text(alert, 'k8s.pod.name');
  if (pod !== undefined) return ['pods', pod];
  return [text(alert, 'ka.target.resource') ?? '', text(alert, 'ka.target.name') ?? text(alert, 'ka.resp.name')];
}

/** Falco writes nothing for a field that has no value; Falcosidekick's customers may write `<NA>`. */
export function text(alert: Alert, name: string): string | undefined {
  const value = Object.hasOwn(alert.outputFields, name) ? alert.outputFields[name] : undefined;
  if (value === undefined || value === null) return undefined;
  const shown = fieldText(value);
  return shown === '' || shown === '<NA>' ? undefined : shown;
}

/** Those that the audit rules are about; names of other resources say nothing of their kind. */
const types: ReadonlyMap<string, readonly [apiVersion: string, kind: string]> = new Map([
  ['pods', ['v1', 'Pod']],
  ['services', ['v1', 'Service']],
  ['secrets', ['v1', 'Secret']],
  ['configmaps', ['v1', 'ConfigMap']],
  ['namespaces', ['v1', 'Namespace']],
  ['serviceaccounts', ['v1', 'ServiceAccount']],
  ['daemonsets', ['apps/v1', 'DaemonSet']],
  ['deployments', ['apps/v1', 'Deployment']],
  ['statefulsets', ['apps/v1', 'StatefulSet']],
  ['cronjobs', ['batch/v1', 'CronJob']],
  ['jobs', ['batch/v1', 'Job']],
  ['clusterroles', ['rbac.authorization.k8s.io/v1', 'ClusterRole']],
  ['clusterrolebindings', ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding']],
  ['roles', ['rbac.authorization.k8s.io/v1', 'Role']],
  ['rolebindings', ['rbac.authorization.k8s.io/v1', 'RoleBinding']],
]);
