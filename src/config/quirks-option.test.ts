import { expect, it } from 'vitest';
import { RecentFailures } from '#rules/fields/okta-failures.ts';
import { ruleEvent } from '#rules/fields/testing/rule-event.ts';
import { load, problemsOf } from './testing/load.ts';

const rules = `
- rule: Addresses
  desc: Whence it came.
  condition: ka.sourceips intersects (192.0.2.1)
  output: a
  priority: INFO
  source: k8s_audit
- rule: Read only
  desc: By the name of the event.
  condition: ct.readonly = true
  output: b
  priority: INFO
  source: aws_cloudtrail
- rule: A public repository
  desc: Of an organization, nothing is public.
  condition: github.repo.public = true
  output: c
  priority: INFO
  source: github
`;

async function detected(yaml: string): Promise<readonly string[]> {
  const { configuration } = await load(`rules: { files: [/rules.yaml]${yaml} }`, {}, { '/rules.yaml': rules });
  const around = { hostname: '', pluginName: 'k8saudit', utcOffset: () => 0, firstEventNs: () => 0n };
  const set = configuration.rules?.compile({ ...around, oktaFailures: new RecentFailures() });
  const events = [
    ruleEvent({ auditID: 'a', sourceIPs: ['192.0.2.1'] }),
    ruleEvent({ eventName: 'ListBuckets' }, 'aws_cloudtrail'),
    ruleEvent({ organization: { login: 'o' } }, 'github'),
  ];
  return events.flatMap((event) => set?.detect(event) ?? []).map(({ rule }) => rule);
}

it.for<[quirks: string, rules: readonly string[]]>([
  ['', ['Addresses', 'Read only']],
  [', quirks: [sourceips]', ['Read only']],
  [', quirks: [read-only, public-repository]', ['Addresses', 'A public repository']],
])('reads events with the mistakes that are asked for%s', async ([yaml, expected]) => {
  expect(await detected(yaml)).toEqual(expected);
});

it('knows no other mistakes', async () => {
  expect(await problemsOf('rules: { quirks: [typos] }')).toMatchObject([
    { path: expect.stringContaining('rules.quirks'), message: expect.stringContaining('"image-repository"') },
  ]);
});
