import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRuleSet } from '../rule-set.ts';
import { kubernetesSource } from '../fields/kubernetes-catalog.ts';
import { ruleEvent } from '../fields/testing/rule-event.ts';
import { derivePolicy } from './derive-policy.ts';
import { readPolicy, toldBy } from './testing/evaluate-policy.ts';
import { rulesOf, ruleText } from './testing/policy-of.ts';

const verbs = ['get', 'list', 'watch', 'create', 'patch', 'delete'];
const users = ['jane', 'system:anonymous', 'system:node:one'];
const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];
const targets = [
  { resource: 'pods' },
  { resource: 'pods', subresource: 'exec' },
  { resource: 'pods', subresource: 'status' },
  { resource: 'nodes' },
  { resource: 'roles', apiGroup: 'rbac.authorization.k8s.io' },
  { resource: 'events' },
  { resource: 'events', apiGroup: 'events.k8s.io' },
  { resource: 'widgets', apiGroup: 'shop.example.com' },
  { resource: 'deployments', subresource: 'status', apiGroup: 'apps' },
];
const urls = ['/metrics', '/metrics/a?b=c', '/healthz', '/version?x', '/api', '/logs/x'];

const values = (field: string, some: readonly string[]) =>
  fc.oneof(
    fc.subarray([...some], { minLength: 1, maxLength: 2 }).map((few) => `${field} in (${few.map(quoted).join(', ')})`),
    fc.constantFrom(...some).map((one) => `${field} = ${quoted(one)}`),
    fc.constantFrom(...some).map((one) => `${field} != ${quoted(one)}`),
    fc.constantFrom(...some).map((one) => `${field} startswith ${quoted(one.slice(0, 3))}`),
    fc.constant(`${field} exists`),
  );

function quoted(text: string): string {
  return JSON.stringify(text);
}

const bodyChecks = [
  'ka.req.pod.host_pid = true',
  'ka.req.pod.containers.image intersects (evil)',
  'ka.resp.name = x',
  'jevt.value[/requestObject/spec/hostPID] = true',
  'jevt.value[/responseObject] contains kubectl',
  'jevt.value[/requestObject/metadata/managedFields/0/manager] = kubectl',
  'jevt.obj contains kubectl',
  'ka.uri.param[b] = c',
  'ka.response.code startswith "2"',
  'ka.useragent = curl',
];

const check = fc.oneof(
  values('ka.verb', verbs),
  values('jevt.value[/verb]', verbs),
  values('ka.user.name', users),
  values('ka.target.resource', ['pods', 'nodes', 'roles', 'events', 'widgets', 'deployments']),
  values('ka.target.subresource', ['exec', 'status']),
  values('ka.target.namespace', ['shop', 'kube-system']),
  values('jevt.value[/objectRef/apiGroup]', ['events.k8s.io', 'shop.example.com', 'apps']),
  values('ka.uri', urls),
  fc.constantFrom('/healthz', '/metrics', '/m', '/version', '/api').map((prefix) => `not ka.uri startswith ${prefix}`),
  fc
    .subarray(['/healthz', '/metrics', '/metrics/a', '/logs'], { minLength: 1 })
    .map((some) => `not ka.uri startswith oneof (${some.join(', ')})`),
  fc
    .subarray(['staff', 'system:masters'], { minLength: 1 })
    .map((some) => `ka.user.groups intersects (${some.map(quoted).join(', ')})`),
  fc
    .subarray(['staff', 'system:masters'], { minLength: 1 })
    .map((some) => `ka.user.groups in (${some.map(quoted).join(', ')})`),
  fc.constantFrom(...bodyChecks),
);

/** Of all requests but some. */
const exception = fc
  .oneof(
    values('ka.verb', verbs),
    values('ka.user.name', users),
    values('ka.target.resource', ['pods', 'events', 'widgets']),
  )
  .map((some) => `not ${some}`);

const stageCheck = fc.oneof(values('ka.stage', stages), values('jevt.value[/stage]', stages));

function conditionsOf(leaf: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.array(tie('condition'), { minLength: 2, maxLength: 4 }).map((parts) => `(${parts.join(' and ')})`),
      fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' or ')})`),
      tie('condition').map((part) => `not (${part})`),
    ),
  })).condition;
}

/** Mostly about one thing, as rules are, so that policies are narrow. */
const condition = fc
  .tuple(
    fc.option(values('ka.target.resource', ['pods', 'roles', 'events', 'widgets']), { nil: undefined }),
    fc.option(values('ka.verb', verbs), { nil: undefined }),
    fc.option(
      fc.oneof(
        stageCheck,
        stageCheck.map((some) => `not ${some}`),
      ),
      { nil: undefined },
    ),
    conditionsOf(fc.oneof(check, exception)),
  )
  .map((parts) => parts.filter((part) => part !== undefined).join(' and '));

const output = fc.constantFrom('found', '%ka.user.name %ka.req.pod.containers.image', 'by %ka.resp.name', '%ka.verb');

const body = {
  metadata: { name: 'x', managedFields: [{ manager: 'kubectl' }] },
  spec: { hostPID: true, containers: [{ name: 'c', image: 'evil' }] },
};

const request = fc.record({
  verb: fc.constantFrom(...verbs),
  user: fc.record(
    { username: fc.constantFrom(...users), groups: fc.subarray(['staff', 'system:masters']) },
    { requiredKeys: [] },
  ),
  stage: fc.constantFrom(...stages),
  userAgent: fc.constantFrom('curl', 'kubectl'),
  responseStatus: fc.constantFrom({ code: 200 }, { code: 101 }, { code: 403 }),
});

const objectRef = fc
  .tuple(fc.constantFrom(...targets), fc.option(fc.constantFrom('shop', 'kube-system'), { nil: undefined }))
  .map(([target, namespace]) => ({ ...target, ...(namespace !== undefined && { namespace }) }));

const place = fc.oneof(
  { weight: 3, arbitrary: objectRef.map((target) => ({ objectRef: target, requestURI: '/api/v1/x?b=c' })) },
  { weight: 1, arbitrary: fc.constantFrom(...urls).map((requestURI) => ({ requestURI })) },
);

const event = fc.tuple(request, place, fc.boolean()).map(([some, where, hasBody]) => ({
  auditID: '1',
  ...some,
  ...where,
  ...(hasBody && { requestObject: body, responseObject: body }),
}));

/** A rule that says nothing of stages is served by what is told once the request was answered. */
function isServed(text: string, stage: string): boolean {
  return stage !== 'RequestReceived' || text.includes('stage');
}

it('tells a rule whatever it would find if all was told, and all that it says of that', () => {
  let found = 0;
  let dropped = 0;
  const property = fc.property(
    fc.array(fc.tuple(condition, output), { minLength: 1, maxLength: 3 }),
    fc.array(event, { minLength: 20, maxLength: 20 }),
    fc.boolean(),
    (written, events, hasAnyGroup) => {
      const texts = written.map(([some]) => some);
      const loaded = written.map(([some, says]) => rulesOf(ruleText([some], says)));
      const [{ catalog } = rulesOf('[]')] = loaded;
      const rules = loaded.flatMap((one) => one.rules);
      const policy = readPolicy(derivePolicy(rules, catalog, { hasAnyGroup, tellsOthers: false }));
      const settings = { catalogs: new Map([[kubernetesSource, catalog]]), ruleMatching: 'all', hostname: '' } as const;
      const sets = rules.map((rule) => createRuleSet([rule], settings));
      for (const full of events) {
        const told = toldBy(policy, full);
        if (told === undefined) dropped++;
        for (const [number, set] of sets.entries()) {
          const inFull = set.detect(ruleEvent(full));
          if (inFull.length === 0 || !isServed(texts[number] ?? '', full.stage)) continue;
          found++;
          expect([texts[number], told && set.detect(ruleEvent(told))]).toEqual([texts[number], inFull]);
        }
      }
    },
  );
  fc.assert(property, { numRuns: 200 });
  // It is no test of nothing.
  expect(found).toBeGreaterThan(100);
  expect(dropped).toBeGreaterThan(50);
});

const secret = fc.constantFrom(
  { resource: 'secrets' },
  { resource: 'serviceaccounts', subresource: 'token' },
  { resource: 'tokenreviews', apiGroup: 'authentication.k8s.io' },
);

it('tells nobody what is in secrets', () => {
  const aboutSecrets = fc.oneof(
    condition,
    condition.map((some) => `ka.target.resource in (secrets, serviceaccounts) and ${some}`),
  );
  const property = fc.property(
    fc.array(aboutSecrets, { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(event, secret), { minLength: 10, maxLength: 10 }),
    fc.boolean(),
    (conditions, events, hasAnyGroup) => {
      const { rules, catalog } = rulesOf(ruleText(conditions, '%jevt.value[/requestObject] %ka.resp.name'));
      const policy = readPolicy(derivePolicy(rules, catalog, { hasAnyGroup, tellsOthers: true }));
      for (const [some, target] of events) {
        const full = { ...some, objectRef: target, requestObject: body, responseObject: body };
        const told = toldBy(policy, full) ?? {};
        expect(Object.keys(told)).not.toContain('requestObject');
        expect(Object.keys(told)).not.toContain('responseObject');
      }
    },
  );
  fc.assert(property, { numRuns: 100 });
});
