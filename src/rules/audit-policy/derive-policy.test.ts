import { describe, expect, it } from 'vitest';
import { derivePolicy } from './derive-policy.ts';
import { readPolicy, type Policy } from './testing/evaluate-policy.ts';
import { policyOf, rulesOf, ruleText } from './testing/policy-of.ts';

const createdSecrets = [
  'Metadata core:secrets,serviceaccounts/token authentication.k8s.io:tokenreviews oauth.openshift.io:oauthaccesstokens,oauthauthorizetokens',
];

const isAnswered = 'ka.stage = ResponseComplete';

/** `Metadata verbs=get core:pods`: the entries without what is missing. */
function summary({ rules }: Policy): readonly string[] {
  return rules.map(({ level, resources, omitStages, ...lists }) => {
    const parts = Object.entries({ ...lists, omitStages }).filter(([, values]) => values.length > 0);
    const groups = resources.map(({ group, resources: names }) => `${group || 'core'}:${names.join(',')}`);
    return [level, ...parts.map(([name, values]) => `${name}=${values.join(',')}`), ...groups].join(' ');
  });
}

function isComplete(last: string | undefined): boolean {
  return last === 'Metadata' || last === 'RequestResponse';
}

describe('a condition', () => {
  it.for<readonly [condition: string, ...entries: readonly string[]]>([
    ['ka.verb = get', 'Metadata verbs=get'],
    ['ka.verb in (get, list) and ka.target.resource = secrets', 'Metadata verbs=get,list core:secrets,secrets/*'],
    ['ka.verb = get and ka.verb = list'],
    ['ka.target.resource = pods and not ka.target.subresource exists', 'Metadata core:pods'],
    ['ka.target.resource = pods and ka.target.subresource in (exec, attach)', 'Metadata core:pods/exec,pods/attach'],
    ['ka.target.resource = events', 'Metadata core:events,events/* events.k8s.io:events,events/*'],
    ['ka.target.resource in (pods, cronjobs)', 'Metadata core:pods,pods/* batch:cronjobs,cronjobs/*'],
    [
      '(ka.target.resource = pods and ka.verb = create) or (ka.target.resource = roles and ka.verb = delete)',
      'Metadata verbs=create core:pods,pods/*',
      'Metadata verbs=delete rbac.authorization.k8s.io:roles,roles/*',
    ],
    ['not (not ka.verb = get or not ka.user.name = jane)', 'Metadata users=jane verbs=get'],
    ['not ka.verb = get', 'None verbs=get', 'Metadata'],
    ['ka.verb != get', 'None verbs=get', 'Metadata'],
    ['not ka.verb in (get, list) and ka.user.name != jane', 'None users=jane', 'None verbs=get,list', 'Metadata'],
    ['not (ka.verb = get and ka.user.name = jane)', 'Metadata'],
    ['not (ka.verb = get or ka.target.namespace = shop)', 'None verbs=get', 'None namespaces=shop', 'Metadata'],
    [
      'not ka.target.resource in (events, widgets)',
      'None core:events,events/* events.k8s.io:events,events/*',
      'Metadata',
    ],
    ['not ka.target.subresource = exec and not ka.user.groups intersects (a)', 'Metadata'],
    ['not ka.verb startswith g and not ka.uri in (/a)', 'Metadata'],
    ['not ka.verb != get', 'Metadata'],
    ['not ka.verb in (get) and ka.resp.name = x', ...createdSecrets, 'RequestResponse'],
    ['ka.verb = get or ka.useragent contains curl', 'Metadata'],
    ['ka.verb startswith g', 'Metadata'],
    ['tolower(ka.verb) = get', 'Metadata'],
    ['ka.verb = val(ka.user.name)', 'Metadata'],
    ['ka.verb = anyof (get, list)', 'Metadata verbs=get,list'],
    ['jevt.value[/verb] = get and json.value[objectRef/resource] = pods', 'Metadata verbs=get core:pods,pods/*'],
    ['ka.user.name = "system:anonymous"', 'Metadata users=system:anonymous'],
    ['not ka.user.name exists', 'Metadata'],
    ['ka.user.groups intersects ("system:masters", admins)', 'Metadata userGroups=system:masters,admins'],
    ['ka.user.groups intersects (a) and ka.user.groups intersects (b)', 'Metadata userGroups=a'],
    ['not ka.uri startswith /healthz', 'None nonResourceURLs=/healthz*', 'Metadata'],
    ['not ka.uri startswith oneof (/a, /a/b)', 'Metadata'],
    ['not ka.uri startswith anyof (/a, /a/b, "/%61")', 'None nonResourceURLs=/a*,/a/b*', 'Metadata'],
    ['not ka.uri startswith allof (/a, /a/b)', 'Metadata'],
    ['not ka.uri in (/healthz)', 'Metadata'],
    ['not ka.uri startswith /healthz or not ka.uri startswith /livez', 'Metadata'],
    [
      'ka.verb = get and not ka.uri startswith /a or ka.verb = list and not ka.uri startswith /a',
      'None nonResourceURLs=/a*',
      'Metadata verbs=get,list',
    ],
    ['not ka.uri startswith /a and ka.target.resource = pods', 'Metadata core:pods,pods/*'],
    ['ka.target.namespace in (kube-system, shop)', 'Metadata namespaces=kube-system,shop'],
    ['ka.target.namespace = shop and ka.target.resource = pods', 'Metadata namespaces=shop core:pods,pods/*'],
    ['not ka.target.namespace exists and ka.target.resource = nodes', 'Metadata namespaces= core:nodes,nodes/*'],
    ['not ka.target.namespace exists', 'Metadata'],
    ['not ka.target.resource exists', 'Metadata nonResourceURLs=*'],
    ['ka.uri = /metrics', 'Metadata nonResourceURLs=/metrics'],
    ['ka.uri startswith oneof (/logs, "/debug/pprof?x")', 'Metadata nonResourceURLs=/logs*,/debug/pprof'],
    ['ka.uri startswith /a', 'Metadata'],
    ['ka.uri startswith /api/v1/namespaces/shop/', 'Metadata'],
    ['ka.uri startswith //logs', 'Metadata'],
    ['ka.uri startswith "/%6cogs"', 'Metadata'],
    ['ka.uri = /api or ka.uri = /version', 'Metadata nonResourceURLs=/api,/version'],
    ['ka.uri contains /metrics', 'Metadata'],
    ['ka.uri startswith /metrics and ka.target.namespace = shop', 'Metadata namespaces=shop'],
    ['ka.target.resource = widgets and ka.verb = create', 'Metadata verbs=create'],
    [
      'ka.target.resource = widgets and jevt.value[/objectRef/apiGroup] = shop.example.com',
      'Metadata shop.example.com:widgets,widgets/*',
    ],
    ['jevt.value[/objectRef/apiGroup] = shop.example.com', 'Metadata shop.example.com:'],
    ['jevt.value[/objectRef/apiGroup] = batch and ka.target.subresource = status', 'Metadata batch:*/status'],
    [
      'ka.target.resource = pods and jevt.value[/objectRef/apiGroup] = metrics.k8s.io',
      'Metadata metrics.k8s.io:pods,pods/*',
    ],
    [
      'ka.target.resource = services and not jevt.value[/objectRef/apiGroup] exists',
      'Metadata core:services,services/*',
    ],
    ['jevt.value[/objectRef/apiGroup] = "No Group"', 'Metadata'],
    ['ka.target.subresource = exec', 'Metadata'],
    ['ka.target.resource = pods and ka.req.pod.host_pid = true', 'Request core:pods,pods/*'],
    ['ka.target.resource = pods and ka.resp.name = x', 'RequestResponse core:pods,pods/*'],
  ])('%s lets pass no more than what it can hold of', ([condition, ...entries]) => {
    expect(summary(policyOf([condition]))).toEqual([...entries, ...(isComplete(entries.at(-1)) ? [] : ['None'])]);
  });

  it.for<readonly [condition: string, omitted: readonly string[]]>([
    ['ka.verb = get', ['RequestReceived']],
    [`ka.verb = get and ${isAnswered}`, ['RequestReceived', 'ResponseStarted']],
    ['ka.verb = get and ka.stage in (ResponseComplete, ResponseStarted)', ['RequestReceived']],
    ['ka.verb = get and jevt.value[/stage] = RequestReceived', ['ResponseStarted']],
    ['ka.stage != RequestReceived', ['RequestReceived']],
    ['ka.stage != ResponseComplete', []],
    ['not ka.stage in (RequestReceived, ResponseStarted)', ['RequestReceived', 'ResponseStarted']],
    ['ka.stage startswith Response', []],
    ['toupper(ka.stage) = PANIC', []],
    ['not ka.response.code exists', []],
    ['not jevt.value[/responseStatus/code] exists', []],
    ['not ka.impuser.name exists', ['RequestReceived']],
    [`ka.verb = get and (${isAnswered} or ka.stage = Panic)`, ['RequestReceived', 'ResponseStarted']],
    ['ka.verb = get or (ka.verb = get and ka.stage = RequestReceived)', []],
  ])('%s leaves out the stages at which it cannot hold', ([condition, omitted]) => {
    expect(policyOf([condition]).omitStages).toEqual(omitted);
  });
});

describe('several rules', () => {
  it('put the most that is told first, alike together, and what is within another into that', () => {
    const policy = policyOf([
      'ka.target.resource = nodes and ka.verb = get',
      'ka.target.resource = pods and ka.verb = create and ka.req.pod.host_pid = true',
      'ka.target.resource = roles and ka.verb = create and ka.req.role.rules.verbs intersects (x)',
      'ka.target.resource = pods and ka.verb = create',
      'ka.target.resource = services and ka.verb = delete and ka.resp.name exists',
      'ka.target.resource = nodes and ka.verb = list',
    ]);
    expect(summary(policy)).toEqual([
      'RequestResponse verbs=delete core:services,services/*',
      'Request verbs=create core:pods,pods/* rbac.authorization.k8s.io:roles,roles/*',
      'Metadata verbs=get,list core:nodes,nodes/*',
      'None',
    ]);
  });

  it('leave out of an entry the stages that only others ask for', () => {
    const policy = policyOf([
      `ka.target.resource = pods and ka.verb = watch and ${isAnswered}`,
      'ka.target.resource = nodes and ka.verb = watch and ka.stage = ResponseStarted',
      'ka.target.resource = roles and ka.verb = watch and ka.stage = ResponseStarted',
      'ka.target.resource = jobs and ka.verb = watch and ka.stage = RequestReceived',
      `ka.target.resource = jobs and ka.verb = list and ${isAnswered}`,
    ]);
    expect(policy.omitStages).toEqual([]);
    expect(summary(policy)).toEqual([
      'Metadata verbs=watch omitStages=RequestReceived,ResponseStarted core:pods,pods/*',
      'Metadata verbs=watch omitStages=RequestReceived core:nodes,nodes/* rbac.authorization.k8s.io:roles,roles/*',
      'Metadata verbs=watch omitStages=ResponseStarted batch:jobs,jobs/*',
      'Metadata verbs=list omitStages=RequestReceived batch:jobs,jobs/*',
      'None',
    ]);
  });

  it('spare what none of them looks at', () => {
    const conditions = [
      'ka.user.name = jane and not ka.uri startswith oneof (/healthz, /version)',
      'ka.verb = get and not ka.uri startswith oneof (/version, /healthz)',
      'ka.target.resource = pods and ka.verb = create',
    ];
    const [first] = summary(policyOf(conditions));
    expect(first).toBe('None nonResourceURLs=/healthz*,/version*');
    const [other] = summary(policyOf([...conditions, 'ka.verb = get and not ka.uri startswith /healthz']));
    expect(other).toBe('None nonResourceURLs=/healthz*');
    expect(summary(policyOf([...conditions, 'ka.uri startswith /health']))[0]).toBe('None nonResourceURLs=/version*');
    expect(summary(policyOf([...conditions, 'ka.verb = get']))[0]).not.toContain('None');
  });

  it('except what all of those except that look at any request, behind what others look at', () => {
    const conditions = [
      'not ka.user.name in (robot, jane) and ka.impuser.name exists',
      'not ka.user.name in (robot, john) and ka.useragent contains curl',
      'ka.target.resource = pods and ka.verb = create',
      'ka.target.resource = roles and ka.user.name = jane',
      'ka.user.name = robot and ka.verb = delete',
      'ka.target.resource = nodes and ka.verb = create and ka.resp.name exists',
    ];
    expect(summary(policyOf(conditions))).toEqual([
      'RequestResponse verbs=create core:nodes,nodes/*',
      'Metadata verbs=create core:pods,pods/*',
      'Metadata users=robot verbs=delete',
      'None users=robot',
      'Metadata',
    ]);
    expect(summary(policyOf([...conditions, 'ka.useragent = x'])).slice(-1)).toEqual(['Metadata']);
    expect(summary(policyOf([...conditions, 'ka.useragent = x']))).not.toContain('None users=robot');
  });

  it('never have the bodies of what is secret', () => {
    const policy = policyOf([
      'ka.verb = create and ka.resp.name = x',
      'ka.target.resource in (secrets, configmaps) and ka.verb = patch and jevt.value[/requestObject/data] exists',
      'ka.target.resource = serviceaccounts and ka.verb = update and ka.resp.name exists',
    ]);
    expect(summary(policy)).toEqual([
      'Metadata verbs=create core:secrets,serviceaccounts/token authentication.k8s.io:tokenreviews oauth.openshift.io:oauthaccesstokens,oauthauthorizetokens',
      'Metadata verbs=patch core:secrets',
      'Metadata verbs=update core:serviceaccounts/token',
      'RequestResponse verbs=update core:serviceaccounts,serviceaccounts/*',
      'RequestResponse verbs=create',
      'Request verbs=patch core:secrets/*,configmaps,configmaps/*',
      'None',
    ]);
  });

  it('tell of all others where that is asked for', () => {
    const others = { hasAnyGroup: false, tellsOthers: true };
    expect(summary(policyOf(['ka.verb = get and ka.resp.name exists'], 'found', others)).slice(-2)).toEqual([
      'RequestResponse verbs=get',
      'Metadata',
    ]);
  });

  it('are about every API group where the API server knows that', () => {
    const any = { hasAnyGroup: true, tellsOthers: false };
    const conditions = [
      'ka.target.resource in (widgets, pods) and ka.verb = get',
      'ka.target.subresource = exec',
      'ka.target.resource = secrets and ka.verb = create and ka.resp.name exists',
      'ka.target.resource = pods and jevt.value[/objectRef/apiGroup] = metrics.k8s.io and ka.verb = list',
    ];
    expect(summary(policyOf(conditions, 'found', any))).toEqual([
      'Metadata verbs=create core:secrets',
      'RequestResponse verbs=create *:secrets/*',
      'Metadata verbs=get *:widgets,widgets/*,pods,pods/*',
      'Metadata *:*/exec',
      'Metadata verbs=list metrics.k8s.io:pods,pods/*',
      'None',
    ]);
  });
});

describe('the text', () => {
  it('names the rules that each entry is for', () => {
    const text = ruleText(['ka.verb = get', 'ka.verb in (get, list)', 'ka.target.resource = widgets']);
    const { rules, catalog } = rulesOf(text.replace('Rule 2', String.raw`Two\n  - level: None`));
    const lines = derivePolicy(rules, catalog, { hasAnyGroup: false, tellsOthers: false }).split('\n');
    expect(lines.slice(lines.indexOf('rules:'))).toMatchInlineSnapshot(`
      [
        "rules:",
        "  # Rule 3",
        "  # (Of every kind, since Kubernetes itself has no "widgets": a rule that asks for jevt.value[/objectRef/apiGroup] is told less.)",
        "  # By the way for",
        "  #   Two - level: None",
        "  #   Rule 1",
        "  - level: Metadata",
        "",
      ]
    `);
  });

  it('has values as they are, whatever is in them', () => {
    const users = ['a"b', 'a\\\\b', 'é😀', 'a: # b', 'x\u2028y\u0085z', '*x', '\ufeff'];
    const { rules, catalog } = rulesOf(
      ruleText([`ka.user.name in (${users.map((user) => JSON.stringify(user)).join(', ')})`]),
    );
    const text = derivePolicy(rules, catalog, { hasAnyGroup: false, tellsOthers: false });
    expect(text).toMatch(/^[^\u007f-\u009f\u2028\u2029\ufeff]*$/);
    expect(readPolicy(text).rules[0]?.users).toHaveLength(users.length);
    expect(readPolicy(text).rules[0]?.users).toEqual(
      expect.arrayContaining(['a"b', 'é😀', 'a: # b', 'x\u2028y\u0085z', '*x', '\ufeff']),
    );
  });

  it('breaks long lists into lines', () => {
    const users = Array.from({ length: 40 }, (_, place) => `user-${place}`);
    const { rules, catalog } = rulesOf(ruleText([`ka.user.name in (${users.join(', ')})`]));
    const text = derivePolicy(rules, catalog, { hasAnyGroup: false, tellsOthers: false });
    expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(policyOf([`ka.user.name in (${users.join(', ')})`]).rules[0]?.users).toEqual(users);
  });

  it('is made of many rules, and of large ones, in a moment', () => {
    const values = Array.from({ length: 5000 }, (_, place) => `v${place}`);
    const checks = values.map((value) => `ka.verb = ${value}`).join(' or ');
    const pairs = values.slice(0, 200).map((value) => `(ka.verb = ${value} and ka.user.name = ${value})`);
    const many = values.slice(0, 200).map((value) => `ka.user.name = ${value} and ka.verb = ${value}`);
    const policy = policyOf([checks, pairs.join(' or '), `ka.user.name in (${values.join(', ')})`, ...many]);
    expect(policy.rules[0]?.verbs).toHaveLength(5000);
  }, 10_000);
});
