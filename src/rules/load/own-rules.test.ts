import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#kit/json.ts';
import type { RuleEvent } from '../fields/field.ts';
import { compileCondition } from '../language/compile/compile-condition.ts';
import { catalogs, findingsOf, loadText } from './testing/load-text.ts';

const loaded = loadText(readFileSync(new URL('../../../rules/kubernetes-audit.yaml', import.meta.url), 'utf8'));

const rules = loaded.rules.map(({ name, source, condition }) => {
  const catalog = catalogs.get(source);
  if (!catalog) throw new Error(`no fields for ${source}`);
  return { name, matches: compileCondition(condition, catalog).matches };
});

interface Example {
  readonly user?: string;
  readonly verb: string;
  /** `pods/exec` */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly code?: number;
  readonly body?: Json;
  readonly more?: JsonObject;
}

/** Which rules match an event of the API server. */
function detect({ user = 'eve', verb, resource, namespace = 'shop', name = 'x', code = 201, body, more }: Example) {
  const [kind = '', subresource] = resource.split('/');
  const json: Json = {
    auditID: 'a1',
    kind: 'Event',
    stage: 'ResponseComplete',
    verb,
    requestURI: `/api/v1/namespaces/${namespace}/${resource}`,
    user: { username: user },
    sourceIPs: ['192.0.2.1'],
    userAgent: 'curl',
    objectRef: { resource: kind, namespace, name, ...(subresource === undefined ? {} : { subresource }) },
    responseStatus: { code },
    ...(body === undefined ? {} : { requestObject: body }),
    ...more,
  };
  const event: RuleEvent = { source: 'k8s_audit', json, text: JSON.stringify(json), timeNs: 0n, number: 1n };
  return rules.filter(({ matches }) => matches(event)).map((rule) => rule.name);
}

const pod = (spec: JsonObject) => ({ verb: 'create', resource: 'pods', body: { spec: { containers: [], ...spec } } });
const container = (securityContext: JsonObject): JsonObject => ({ name: 'c', image: 'i', securityContext });
const role = (rule: JsonObject) => ({ verb: 'create', resource: 'clusterroles', body: { rules: [rule] } });
const binding = (roleName: string, kind: string, subject: string) => ({
  verb: 'create',
  resource: 'clusterrolebindings',
  body: { roleRef: { name: roleName }, subjects: [{ kind, name: subject }] },
});

const examples: readonly (readonly [rule: string, example: Example])[] = [
  ['Privileged pod created', pod({ containers: [container({ privileged: true })] })],
  ['Privileged pod created', pod({ initContainers: [container({ privileged: true })] })],
  ['Pod created with namespaces of the host', pod({ hostPID: true })],
  ['Pod created with a sensitive path of the host', pod({ volumes: [{ name: 'v', hostPath: { path: '/etc' } }] })],
  [
    'Pod created with a dangerous capability',
    pod({ containers: [container({ capabilities: { add: ['SYS_ADMIN'] } })] }),
  ],
  ['Pod created in a namespace of the cluster', { ...pod({}), namespace: 'kube-system' }],
  ['Daemon set created', { verb: 'create', resource: 'daemonsets' }],
  ['Cron job created or changed', { verb: 'patch', resource: 'cronjobs', code: 200 }],
  ['Admission webhook created or changed', { verb: 'create', resource: 'mutatingwebhookconfigurations' }],
  ['Command run in a pod', { verb: 'create', resource: 'pods/exec', code: 101 }],
  ['Command run in a pod', { verb: 'get', resource: 'pods/attach', code: 101 }],
  ['Port of a pod forwarded', { verb: 'create', resource: 'pods/portforward', code: 101 }],
  ['Container added to a running pod', { verb: 'patch', resource: 'pods/ephemeralcontainers', code: 200 }],
  ['Cluster administrator appointed', binding('cluster-admin', 'User', 'eve')],
  ['Anonymous users given a role', binding('view', 'Group', 'system:unauthenticated')],
  ['Anonymous users given a role', binding('view', 'User', 'system:anonymous')],
  ['Role with all rights created or changed', role({ verbs: ['*'], resources: ['pods'] })],
  ['Role that leads to others created or changed', role({ verbs: ['get', 'impersonate'], resources: ['users'] })],
  ['Role that gets into pods created or changed', role({ verbs: ['create'], resources: ['pods/exec'] })],
  [
    'Role of the system changed or deleted',
    { verb: 'delete', resource: 'clusterroles', name: 'system:node', code: 200 },
  ],
  [
    'Service account created in a namespace of the cluster',
    { verb: 'create', resource: 'serviceaccounts', namespace: 'kube-public' },
  ],
  ['Token of a service account requested', { verb: 'create', resource: 'serviceaccounts/token' }],
  [
    'Certificate for the cluster approved',
    { verb: 'update', resource: 'certificatesigningrequests/approval', code: 200 },
  ],
  [
    'Anonymous request allowed',
    {
      user: 'system:anonymous',
      verb: 'get',
      resource: 'pods',
      code: 200,
      more: { annotations: { 'authorization.k8s.io/decision': 'allow' } },
    },
  ],
  [
    'Request made in the name of another user',
    { verb: 'get', resource: 'pods', code: 200, more: { impersonatedUser: { username: 'root' } } },
  ],
  [
    'Request made by an attack tool',
    { verb: 'get', resource: 'pods', code: 403, more: { userAgent: 'Kube-Hunter/0.6' } },
  ],
  ['Secrets listed', { verb: 'list', resource: 'secrets', code: 200 }],
  [
    'Credentials put into a config map',
    { verb: 'create', resource: 'configmaps', body: { metadata: { name: 'x' }, data: { DB_PASSWORD: 'x' } } },
  ],
  [
    'Service opened to the outside',
    { verb: 'create', resource: 'services', body: { spec: { type: 'NodePort', ports: [] } } },
  ],
  ['Events deleted', { verb: 'deletecollection', resource: 'events', code: 200 }],
  ['Network policy deleted', { verb: 'delete', resource: 'networkpolicies', code: 200 }],
  ['Namespace deleted', { verb: 'delete', resource: 'namespaces', code: 200 }],
  ['Many objects deleted at once', { verb: 'deletecollection', resource: 'secrets', code: 200 }],
];

describe('rules/kubernetes-audit.yaml', () => {
  it('loads without a word', () => {
    expect(findingsOf(loaded)).toEqual([]);
    expect(loaded.results[0]?.schemaStatus).toEqual(['ok']);
  });

  it('has a source, a technique, a tactic and a remedy in each rule', () => {
    for (const { name, source, tags, description } of loaded.rules) {
      expect({ name, source }).toEqual({ name, source: 'k8s_audit' });
      expect(description).toMatch(/Remedy: [a-z]/);
      expect(tags).toEqual([
        expect.stringMatching(/^T\d{4}(\.\d{3})?$/),
        'k8s',
        expect.stringMatching(/^mitre_[a-z_]+$/),
      ]);
    }
  });

  it('has an example of every rule', () => {
    expect([...new Set(examples.map(([name]) => name))].toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
  });

  it.each(examples)('%s', (name, example) => {
    expect(detect(example)).toEqual([name]);
  });

  it.each<[string, Example]>([
    [
      'an ordinary pod',
      pod({ containers: [container({ privileged: false })], volumes: [{ hostPath: { path: '/data' } }] }),
    ],
    ['a pod that was refused', { ...pod({ hostPID: true }), code: 403 }],
    ['a pod of the node', { ...pod({ hostPID: true }), namespace: 'kube-system', user: 'system:node:n1' }],
    [
      'the work of controllers',
      {
        verb: 'deletecollection',
        resource: 'pods',
        code: 200,
        user: 'system:serviceaccount:kube-system:namespace-controller',
      },
    ],
    ['a token for a pod', { verb: 'create', resource: 'serviceaccounts/token', user: 'system:node:n1' }],
    ['a secret', { verb: 'get', resource: 'secrets', code: 200 }],
    [
      'a health check',
      {
        user: 'system:anonymous',
        verb: 'get',
        resource: 'x',
        code: 200,
        more: { requestURI: '/livez', annotations: { 'authorization.k8s.io/decision': 'allow' } },
      },
    ],
    ['a role for reading', role({ verbs: ['get', 'list'], resources: ['pods'] })],
    ['a service inside', { verb: 'create', resource: 'services', body: { spec: { type: 'ClusterIP' } } }],
  ])('says nothing of %s', (_, example) => {
    expect(detect(example)).toEqual([]);
  });
});
