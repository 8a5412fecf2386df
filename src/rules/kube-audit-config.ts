/** What `kubeAuditConfig` needs to know of the two sides. */
export interface KubeAuditOptions {
  /** Where the API server posts to: `https://tiercel.example.com:9765/k8s-audit`. */
  readonly url: string;
  /** Path of the certificate of the authority that signed ours, as the API server sees it. */
  readonly certificateAuthority?: string;
  /** Path of the certificate and key the API server shows, for mutual TLS. */
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  /** Where the API server finds both files. */
  readonly folder?: string;
  /** The resources the rules look into; all that is known to matter without. */
  readonly resources?: readonly AuditedResource[];
  /** The audit policy, where another is meant than the one for these resources. */
  readonly policy?: string;
}

/** A resource of an API group; the core group is `''`. */
export interface AuditedResource {
  readonly group: string;
  readonly resource: string;
  /** Whether the response is read too, not only the request. */
  readonly needsResponse: boolean;
}

export interface KubeAuditConfig {
  /** For `--audit-webhook-config-file`. */
  readonly webhook: string;
  /** For `--audit-policy-file`. */
  readonly policy: string;
  /** The flags of kube-apiserver, one a line. */
  readonly flags: string;
}

/** What rules for Kubernetes audit usually look into. */
export const commonResources: readonly AuditedResource[] = [
  { group: '', resource: 'pods', needsResponse: true },
  { group: 'apps', resource: 'deployments', needsResponse: true },
  { group: 'rbac.authorization.k8s.io', resource: 'clusterroles', needsResponse: true },
  { group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings', needsResponse: true },
  { group: 'rbac.authorization.k8s.io', resource: 'roles', needsResponse: true },
  { group: 'rbac.authorization.k8s.io', resource: 'rolebindings', needsResponse: true },
  { group: '', resource: 'configmaps', needsResponse: false },
  { group: '', resource: 'services', needsResponse: false },
  { group: '', resource: 'serviceaccounts', needsResponse: false },
  { group: '', resource: 'namespaces', needsResponse: false },
];

/**
 * Writes what kube-apiserver needs to send its audit events here. Secrets are never asked for in full: their values would be in the
 * events.
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 */
export function kubeAuditConfig(options: KubeAuditOptions): KubeAuditConfig {
  const { folder = '/etc/kubernetes/audit', resources = commonResources } = options;
  const { policy = auditPolicy(resources) } = options;
  return { webhook: webhookConfig(options), policy, flags: flagsFor(folder) };
}

function flagsFor(folder: string): string {
  return `--audit-policy-file=${folder}/policy.yaml
--audit-webhook-config-file=${folder}/webhook.yaml
--audit-webhook-batch-max-wait=5s
`;
}

function webhookConfig({ url, certificateAuthority, clientCertificate, clientKey }: KubeAuditOptions): string {
  const authority =
    certificateAuthority === undefined ? '' : `\n      certificate-authority: ${scalar(certificateAuthority)}`;
  const isMutual = clientCertificate !== undefined && clientKey !== undefined;
  const user = isMutual
    ? `\n      client-certificate: ${scalar(clientCertificate)}\n      client-key: ${scalar(clientKey)}`
    : ' {}';
  return `apiVersion: v1
kind: Config
clusters:
  - name: tiercel
    cluster:
      server: ${scalar(url)}${authority}
users:
  - name: kube-apiserver
    user:${user}
contexts:
  - name: default
    context:
      cluster: tiercel
      user: kube-apiserver
current-context: default
`;
}

function auditPolicy(resources: readonly AuditedResource[]): string {
  const open = resources.filter(({ group, resource }) => group !== '' || resource !== 'secrets');
  const inFull = open.filter(({ needsResponse }) => needsResponse);
  const requests = open.filter(({ needsResponse }) => !needsResponse);
  return `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages:
  - RequestReceived
rules:
  # What components of the cluster tell each other all day.
  - level: None
    users: ["system:kube-proxy"]
    verbs: ["watch"]
  - level: None
    nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version"]
  - level: None
    resources:
      - group: ""
        resources: ["events"]
      - group: "coordination.k8s.io"
        resources: ["leases"]
  # Attaching to a pod shows only here; the streams themselves are not recorded.
  - level: Request
    resources:
      - group: ""
        resources: ["pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers"]
${ruleOf('RequestResponse', inFull)}${ruleOf('Request', requests)}  # Secrets and all else without what is in them.
  - level: Metadata
`;
}

/** Only requests that change something carry what rules look into. */
function ruleOf(level: string, resources: readonly AuditedResource[]): string {
  if (resources.length === 0) return '';
  const groups = Object.groupBy(resources, ({ group }) => group);
  const lines = Object.entries(groups).map(([group, members]) => {
    const names = (members ?? []).map(({ resource }) => scalar(resource)).join(', ');
    return `      - group: ${scalar(group)}\n        resources: [${names}]\n`;
  });
  return `  - level: ${level}
    verbs: ["create", "update", "patch", "delete", "deletecollection"]
    resources:
${lines.join('')}`;
}

/** A JSON string is a YAML string. */
function scalar(text: string): string {
  return JSON.stringify(text);
}
