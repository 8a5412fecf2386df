import { expect, it } from 'vitest';
import { kubernetesQuirks } from '../fields/kubernetes-quirks.ts';
import { ruleEvent, valuesOf } from '../fields/testing/rule-event.ts';
import { bodiesRead } from './audit-level.ts';
import { rulesOf, ruleText } from './testing/policy-of.ts';

const container = {
  name: 'c',
  image: 'shop:1',
  command: ['sh'],
  args: ['-c'],
  ports: [{ hostPort: 80 }],
  securityContext: {
    privileged: true,
    allowPrivilegeEscalation: true,
    readOnlyRootFilesystem: true,
    runAsUser: 1,
    runAsGroup: 1,
    procMount: 'Default',
    capabilities: { add: ['BPF'] },
  },
};

/** What pods, roles, bindings, config maps and services have, in one. */
const body = {
  metadata: { name: 'evil' },
  data: { key: 'value' },
  roleRef: { name: 'admin' },
  subjects: [
    { kind: 'User', name: 'jane' },
    { kind: 'Group', name: 'staff' },
    { kind: 'ServiceAccount', name: 'robot', namespace: 'shop' },
  ],
  rules: [{ apiGroups: [''], nonResourceURLs: ['/x'], verbs: ['*'], resources: ['pods'], sourceIPs: ['192.0.2.9'] }],
  spec: {
    type: 'NodePort',
    ports: [{ port: 1 }],
    hostIPC: true,
    hostNetwork: true,
    hostPID: true,
    securityContext: { runAsUser: 1, runAsGroup: 1, fsGroup: 1, supplementalGroups: [1] },
    containers: [container],
    initContainers: [container],
    ephemeralContainers: [container],
    volumes: [{ name: 'v', hostPath: { path: '/etc' }, flexVolume: { driver: 'd' } }],
  },
};

const metadata = {
  auditID: '1',
  level: 'RequestResponse',
  stage: 'ResponseComplete',
  stageTimestamp: '2026-11-24T10:00:00.123456Z',
  verb: 'create',
  requestURI: '/api/v1/namespaces/shop/pods?x=1',
  user: { username: 'jane', groups: ['staff'] },
  impersonatedUser: { username: 'john' },
  sourceIPs: ['192.0.2.7'],
  userAgent: 'curl',
  objectRef: { resource: 'pods', namespace: 'shop', name: 'evil' },
  responseStatus: { code: 201, reason: 'Created' },
  annotations: {
    'authorization.k8s.io/decision': 'allow',
    'authorization.k8s.io/reason': 'because',
    'authentication.openshift.io/decision': 'allow',
    'authentication.openshift.io/username': 'jane',
    'validation.policy.admission.k8s.io/validation_failure': 'none',
    'pod-security.kubernetes.io/audit-violations': 'none',
    cluster_name: 'one',
  },
};

const byLevel = {
  Metadata: ruleEvent(metadata),
  Request: ruleEvent({ ...metadata, requestObject: body }),
  RequestResponse: ruleEvent({ ...metadata, requestObject: body, responseObject: body }),
};

/** What stands in the brackets of fields that need it. */
const argumentsOf: Readonly<Record<string, string>> = {
  'ka.uri.param': '[x]',
  'ka.req.binding.subject.has_name': '[jane]',
  'ka.req.volume.hostpath': '[/etc]',
};

const withoutObjectRef = new Set(['ka.target.subresource']);

it.for([[], kubernetesQuirks])('asks for the bodies that each field reads, with the quirks %s', (quirks) => {
  const { catalog } = rulesOf('[]', quirks);
  const fields = catalog.all().filter(({ name }) => name.startsWith('ka.') && !withoutObjectRef.has(name));
  expect(fields).toHaveLength(99);
  for (const { name } of fields) {
    const field = name + (argumentsOf[name] ?? '');
    const [rule] = rulesOf(ruleText([`${field} exists`]), quirks).rules;
    const read = (level: keyof typeof byLevel) => valuesOf(catalog, byLevel[level], field);
    const full = read('RequestResponse');
    expect([field, full]).not.toEqual([field, undefined]);
    const levels = ['Metadata', 'Request', 'RequestResponse'] as const;
    const enough = levels.find((level) => JSON.stringify(read(level)) === JSON.stringify(full));
    expect([field, rule && bodiesRead(rule, catalog).level]).toEqual([field, enough]);
  }
});

it.for([
  ['jevt.value[/requestObject/spec/replicas] = 3', 'found', 'Request', false],
  ['json.value[requestObject/spec] exists', 'found', 'Request', false],
  ['jevt.value[/requestObject/metadata/labels/app] = x', 'found', 'Request', false],
  ['jevt.value[/requestObject/metadata] contains x', 'found', 'Request', true],
  ['jevt.value["/responseObject/metadata/managedFields/0/manager"] = x', 'found', 'RequestResponse', true],
  ['jevt.value[/responseObject] contains x', 'found', 'RequestResponse', true],
  ['jevt.value[/responseObject/items/0/kind] = Pod', 'found', 'RequestResponse', true],
  ['jevt.value[/responseStatus/code] = 403', 'found', 'Metadata', false],
  ['jevt.value[/level] = Metadata', 'found', 'RequestResponse', true],
  ['jevt.obj contains x', 'found', 'RequestResponse', true],
  ['jevt.value[""] contains x', 'found', 'RequestResponse', true],
  ['evt.plugininfo contains x', 'found', 'RequestResponse', true],
  ['ka.verb = val(ka.req.binding.role)', 'found', 'Request', false],
  ['tolower(ka.resp.name) = x', 'found', 'RequestResponse', false],
  ['ka.verb = get', '%jevt.obj %evt.plugininfo', 'Metadata', false],
  ['ka.verb = get', '%ka.resp.name', 'RequestResponse', false],
  ['ka.verb = get', '%toupper(ka.req.service.type)', 'Request', false],
  ['ka.verb = get', '%jevt.value[/requestObject]', 'Request', true],
] as const)('asks for what %s with the output %s reads', ([condition, output, level, readsManagedFields]) => {
  const { rules, catalog } = rulesOf(ruleText([condition], output));
  expect(rules.map((rule) => bodiesRead(rule, catalog))).toEqual([{ level, readsManagedFields }]);
});

it('asks for what the configuration adds to alerts', () => {
  const { rules, catalog } = rulesOf(ruleText(['ka.verb = get']));
  const extra = [
    { name: 'image', format: 'ka.req.pod.containers.image', isRaw: true },
    { name: 'text', format: 'by %ka.user.name', isRaw: false },
  ];
  const levels = rules.map((rule) => bodiesRead({ ...rule, extraFields: extra }, catalog).level);
  expect(levels).toEqual(['Request']);
});
