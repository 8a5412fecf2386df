import type { KubernetesApi } from './kubernetes-api.ts';

/** The definitions of both kinds of reports, with no more of their schemas than decides whether a result is taken. */
export async function installReports(api: KubernetesApi): Promise<void> {
  await installKind(api, 'wgpolicyk8s.io', 'v1alpha2', 'PolicyReport', 'Namespaced');
  await installKind(api, 'wgpolicyk8s.io', 'v1alpha2', 'ClusterPolicyReport', 'Cluster');
  await installKind(api, 'openreports.io', 'v1alpha1', 'Report', 'Namespaced');
  await installKind(api, 'openreports.io', 'v1alpha1', 'ClusterReport', 'Cluster');
}

const text = { type: 'string' };
const reference = { type: 'object', properties: { apiVersion: text, kind: text, name: text, namespace: text } };
const result = {
  type: 'object',
  required: ['policy'],
  properties: {
    source: text,
    policy: text,
    rule: text,
    category: text,
    message: text,
    severity: { type: 'string', enum: ['critical', 'high', 'low', 'medium', 'info'] },
    result: { type: 'string', enum: ['pass', 'fail', 'warn', 'error', 'skip'] },
    timestamp: {
      type: 'object',
      required: ['seconds', 'nanos'],
      properties: { seconds: { type: 'integer', format: 'int64' }, nanos: { type: 'integer', format: 'int32' } },
    },
    properties: { type: 'object', additionalProperties: text },
    resources: { type: 'array', items: reference },
  },
};
const count = { type: 'integer' };
const summary = { type: 'object', properties: { pass: count, fail: count, warn: count, error: count, skip: count } };
const report = { type: 'object', properties: { summary, results: { type: 'array', items: result } } };

async function installKind(api: KubernetesApi, group: string, version: string, kind: string, scope: string) {
  const singular = kind.toLowerCase();
  const plural = `${singular}s`;
  await api.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/wg-policy-prototypes' },
    },
    spec: {
      group,
      scope,
      names: { kind, plural, singular },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: report } }],
    },
  });
}

/** What the documentation says the account needs. */
export async function permitFalco(api: KubernetesApi): Promise<void> {
  const verbs = ['get', 'create', 'update'];
  const group = 'rbac.authorization.k8s.io';
  await api.create(`/apis/${group}/v1/clusterroles`, {
    metadata: { name: 'falco' },
    rules: [
      { apiGroups: ['wgpolicyk8s.io'], resources: ['policyreports', 'clusterpolicyreports'], verbs },
      { apiGroups: ['openreports.io'], resources: ['reports', 'clusterreports'], verbs },
      { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
    ],
  });
  await api.create(`/apis/${group}/v1/clusterrolebindings`, {
    metadata: { name: 'falco' },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'falco' },
    subjects: [{ apiGroup: group, kind: 'User', name: 'falco' }],
  });
}

export async function createNamespace(api: KubernetesApi, name: string): Promise<void> {
  await api.create('/api/v1/namespaces', { metadata: { name } });
}
