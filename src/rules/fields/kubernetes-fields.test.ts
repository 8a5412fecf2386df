import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kubernetesCatalog } from './kubernetes-catalog.ts';
import { kubernetesFields } from './kubernetes-fields.ts';
import { kubernetesQuirks } from './kubernetes-quirks.ts';
import { auditOf, quietSurroundings, ruleEvent, valuesOf } from './testing/rule-event.ts';

const catalog = kubernetesCatalog(quietSurroundings);
const upstream = kubernetesCatalog(quietSurroundings, kubernetesQuirks);

const pod = {
  spec: {
    hostNetwork: true,
    securityContext: { runAsUser: 1000, fsGroup: 2000, supplementalGroups: [5, 6] },
    containers: [
      {
        name: 'web',
        image: 'registry.example.com:5000/shop/web:1.2',
        command: ['sh', '-c', 'sleep 1'],
        ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081 }],
        securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN', 'SYS_TIME'] } },
      },
      { name: 'side', image: 'side@sha256:00', securityContext: { runAsUser: 7, capabilities: { add: ['KILL'] } } },
    ],
    initContainers: [{ name: 'setup', image: 'setup:3', args: ['--now'] }],
    volumes: [
      { name: 'logs', hostPath: { path: '/var/log' } },
      { name: 'config', configMap: { name: 'web' } },
    ],
  },
};

describe('the catalogue', () => {
  it('has the fields of the plugin', () => {
    const names = kubernetesFields().map(({ name }) => name);
    expect(names).toHaveLength(100);
    expect(new Set(names).size).toBe(100);
    const kinds = Object.groupBy(kubernetesFields(), ({ isList, argument }) => `${isList} ${argument}`);
    expect(Object.fromEntries(Object.entries(kinds).map(([kind, fields]) => [kind, fields?.length]))).toEqual({
      'false none': 36,
      'false key': 3,
      'true none': 8,
      'true optional-index': 53,
    });
    expect(catalog.all()).toHaveLength(124);
  });

  it.for([
    ['ka.nothing', undefined, 'filter_check called with nonexistent field ka.nothing'],
    ['evt.num', '1', 'filter_check called with nonexistent field evt.num[1]'],
    ['ka.uri.param', undefined, "filter 'ka.uri.param': ka.uri.param requires an argument but none provided"],
    ['ka.verb', 'x', "filter 'ka.verb[x]': ka.verb does not allow nor require an argument but one is provided: x"],
    ['ka.sourceips', '01', 'filter ka.sourceips[01] ka.sourceips has an invalid index argument starting with 0: 01'],
    [
      'ka.sourceips',
      'a',
      'filter ka.sourceips[a] ka.sourceips has an invalid index argument not composed only by digits: a',
    ],
    [
      'ka.sourceips',
      '18446744073709551616',
      'filter ka.sourceips[18446744073709551616] ka.sourceips has an invalid index argument not representable on 64 bit: 18446744073709551616',
    ],
  ] as const)('says of %s[%s] what Falco says', ([name, argument, message]) => {
    expect(() => catalog.reader(name, argument)).toThrow(new RangeError(message));
  });
});

describe('a pod', () => {
  it.for<[field: string, values: readonly string[] | undefined]>([
    ['ka.req.pod.host_network', ['true']],
    ['ka.req.pod.host_pid', undefined],
    ['ka.req.pod.run_as_user', ['1000']],
    ['ka.req.pod.fs_group', ['2000']],
    ['ka.req.pod.supplemental_groups', ['5', '6']],
    ['ka.req.pod.containers.name', ['web', 'side']],
    ['ka.req.pod.containers.name[1]', ['side']],
    ['ka.req.pod.containers.name[2]', undefined],
    ['ka.req.pod.containers.image.repository', ['registry.example.com:5000/shop/web', 'side']],
    ['ka.req.pod.containers.command', ['sh -c sleep 1']],
    ['ka.req.pod.containers.args', undefined],
    ['ka.req.pod.containers.privileged', ['true']],
    ['ka.req.pod.containers.run_as_user', ['7']],
    ['ka.req.pod.containers.eff_run_as_user', ['1000', '7']],
    ['ka.req.pod.containers.eff_run_as_user[0]', ['1000']],
    ['ka.req.pod.containers.eff_run_as_group', ['0', '0']],
    ['ka.req.pod.containers.add_capabilities', ['NET_ADMIN', 'SYS_TIME', 'KILL']],
    ['ka.req.pod.containers.add_capabilities[1]', ['KILL']],
    ['ka.req.pod.containers.host_port', ['80', '8081']],
    ['ka.req.pod.initContainers.args', ['--now']],
    ['ka.req.pod.ephemeralContainers.name', undefined],
    ['ka.req.container.image', ['registry.example.com:5000/shop/web:1.2']],
    ['ka.req.container.privileged', ['true']],
    ['ka.req.pod.volumes.hostpath', ['/var/log']],
    ['ka.req.pod.volumes.volume_type', ['hostPath', 'configMap']],
    ['ka.req.pod.volumes.volume_type[1]', ['configMap']],
    ['ka.req.volume.hostpath[/var/*]', ['true']],
    ['ka.req.volume.hostpath[/var]', ['false']],
  ])('has as %s %j', ([field, values]) => {
    expect(valuesOf(catalog, auditOf(pod), field)).toEqual(values);
  });

  it('has no names where one container has none', () => {
    const event = auditOf({ spec: { containers: [{ name: 'a', image: 'x' }, { image: 'y' }] } });
    expect(valuesOf(catalog, event, 'ka.req.pod.containers.name')).toBeUndefined();
    expect(valuesOf(catalog, event, 'ka.req.pod.containers.image')).toEqual(['x', 'y']);
  });

  it.for<[field: string, values: readonly string[] | undefined]>([
    ['ka.req.pod.containers.eff_run_as_user', ['0', '0']],
    ['ka.req.pod.containers.add_capabilities', ['["NET_ADMIN","SYS_TIME"]', '["KILL"]']],
    ['ka.req.pod.containers.image.repository', ['registry.example.com', 'side']],
    ['ka.sourceips', undefined],
  ])('has, with the mistakes of the plugin, as %s %j', ([field, values]) => {
    expect(valuesOf(upstream, auditOf(pod, { sourceIPs: ['10.0.0.1'] }), field)).toEqual(values);
  });
});

describe('other requests', () => {
  const subjects = [
    { kind: 'User', name: 'eve' },
    { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' },
    { kind: 'Group', name: 'staff' },
  ];
  const rules = [
    { verbs: ['get', 'list'], resources: ['pods'] },
    { verbs: ['*'], nonResourceURLs: ['/metrics'] },
  ];

  it.for<[field: string, request: object, values: readonly string[] | undefined]>([
    ['ka.req.binding.subjects', { subjects: subjects.slice(0, 1) }, ['{"kind":"User","name":"eve"}']],
    ['ka.req.binding.subjects.user_names', { subjects }, ['eve']],
    ['ka.req.binding.subjects.serviceaccount_names', { subjects }, ['bot']],
    ['ka.req.binding.subjects.serviceaccount_ns_names', { subjects }, ['ci:bot']],
    ['ka.req.binding.subjects.group_names', { subjects }, ['staff']],
    ['ka.req.binding.role', { roleRef: { name: 'admin' } }, ['admin']],
    ['ka.req.binding.subject.has_name[eve]', {}, ['true']],
    ['ka.req.role.rules.verbs', { rules }, ['get', 'list', '*']],
    ['ka.req.role.rules.verbs[1]', { rules }, ['*']],
    ['ka.req.role.rules.nonResourceURLs', { rules }, ['/metrics']],
    ['ka.req.role.rules.apiGroups', { rules }, undefined],
    ['ka.req.configmap.obj', { data: { a: '1', b: '"' } }, ['{"a":"1","b":"\\""}']],
    ['ka.req.service.type', { spec: { type: 'NodePort' } }, ['NodePort']],
    ['ka.req.service.ports', { spec: { ports: [{ port: 80 }, { port: 81 }] } }, ['{"port":80}', '{"port":81}']],
    ['ka.req.service.ports[1]', { spec: { ports: [{ port: 80 }, { port: 81 }] } }, ['{"port":81}']],
  ])('reads %s', ([field, request, values]) => {
    expect(valuesOf(catalog, auditOf(request), field)).toEqual(values);
  });

  it.for<[field: string, event: object, values: readonly string[] | undefined]>([
    ['ka.verb', { verb: 'get' }, ['get']],
    ['ka.verb', { verb: '' }, ['']],
    ['ka.response.code', { responseStatus: { code: 201 } }, ['201']],
    ['ka.user.groups', { user: { groups: ['a', 'b'] } }, ['a', 'b']],
    ['ka.user.groups', { user: { groups: [] } }, undefined],
    ['ka.user.groups', { user: { groups: 'a' } }, undefined],
    ['ka.sourceips', { sourceIPs: ['10.0.0.1', '10.0.0.2'] }, ['10.0.0.1', '10.0.0.2']],
    ['ka.sourceips[1]', { sourceIPs: ['10.0.0.1', '10.0.0.2'] }, ['10.0.0.2']],
    ['ka.auth.decision', { annotations: { 'authorization.k8s.io/decision': 'allow' } }, ['allow']],
    ['ka.uri.param[key]', { requestURI: '/x?key=a%20b+c&key=2#y' }, ['a b c']],
    ['ka.uri.param[key]', { requestURI: '/x?other=1' }, undefined],
    ['ka.uri.param[key]', { requestURI: '/x' }, undefined],
    ['ka.uri.param[key]', { requestURI: '/x?bad=%zz&key=1' }, ['1']],
    ['ka.target.pod.name', { objectRef: { resource: 'pods' }, responseObject: { metadata: { name: 'web' } } }, ['web']],
    [
      'ka.target.pod.name',
      { objectRef: { resource: 'pods', subresource: 'exec' }, responseObject: { metadata: { name: 'web' } } },
      undefined,
    ],
  ])('reads %s of %j', ([field, event, values]) => {
    expect(valuesOf(catalog, ruleEvent({ auditID: 'a', ...event }), field)).toEqual(values);
    expect(valuesOf(catalog, ruleEvent(event), field)).toBeUndefined();
  });
});

it('reads any JSON without an error, and nothing but texts', () => {
  const readers = kubernetesFields().map((field) => catalog.reader(field.name, argumentOf(field.argument)));
  const shape = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 7 },
      fc.constantFrom(null, true, 1, 'x'),
      fc.array(tie('value'), { maxLength: 3 }),
      node(tie('value')),
    ),
  }));
  fc.assert(
    fc.property(node(shape.value), (event) => {
      for (const read of readers) {
        const values = read(ruleEvent({ auditID: 'a', ...event }));
        expect(values?.every((value) => typeof value === 'string') ?? true).toBe(true);
        expect(values).not.toEqual([]);
      }
    }),
  );
});

const keys = [
  'requestObject',
  'spec',
  'containers',
  'securityContext',
  'runAsUser',
  'rules',
  'verbs',
  'volumes',
  'ports',
];

function node(value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc.dictionary(fc.constantFrom(...keys, '__proto__', 'subjects', 'capabilities', 'add'), value, { maxKeys: 4 });
}

function argumentOf(kind: string): string | undefined {
  return kind === 'key' ? 'x*' : undefined;
}
