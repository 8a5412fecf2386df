/** The fields of every alert that have a name of their own. Any other name is that of one of Falco's output fields. */
export const namedFields = {
  priority: 'Emergency to Debug; `priority>=warning` is warning and above',
  rule: 'the name of the rule',
  source: 'syscall, k8s_audit, or another source of events',
  hostname: 'the host that the alert came from',
  namespace: 'the namespace in Kubernetes',
  cluster: 'the cluster, where senders name one',
  workload: 'the deployment, or what else owns the pod',
  process: 'the name of the process',
  user: 'the name of the user',
  tag: "one of the rule's tags",
  output: 'the message',
  uuid: 'the id of the alert',
  time: 'when it happened; `time>=2026-11-20T03:00Z`',
  group: 'the id of the group',
} as const satisfies Record<string, string>;

export type NamedField = keyof typeof namedFields;

const aliases: ReadonlyMap<string, NamedField> = new Map([
  ['host', 'hostname'],
  ['tags', 'tag'],
  ['ns', 'namespace'],
  ['message', 'output'],
]);

/** The name under which a field is compared: the named ones in lower case, output fields as they are written. */
export function canonicalField(name: string): string {
  const lower = name.toLowerCase();
  if (Object.hasOwn(namedFields, lower)) return lower;
  return aliases.get(lower) ?? name;
}
