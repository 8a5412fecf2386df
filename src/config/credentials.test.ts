import { expect, it } from 'vitest';
import { describeConfiguration } from './describe-configuration.ts';
import { load, problemsOf } from './testing/load.ts';

const urls = `alertmanager: { hostport: ['http://falco:pa@ss-1@am-0:9093/', 'https://falco:pass-2@am-1/?a=@b'] }`;

it('shows no user and no password of a URL, in a list either, nor one with an @', async () => {
  const { configuration } = await load(urls);
  const shown = describeConfiguration(configuration);
  expect(shown).toContain('http://[secret]@am-0:9093/');
  expect(shown).toContain('https://[secret]@am-1/?a=@b');
  expect(shown.replaceAll('namespace: falcosidekick.', '')).not.toMatch(/falco|pass|ss-1/);
  expect(configuration.outputs.map(({ name }) => name)).toEqual(['alertmanager-am-0-9093', 'alertmanager-am-1-a-b']);
});

it('hands over every secret of an output, for delivery to hide', async () => {
  const { configuration } = await load(`${urls}
outputs:
  - { type: slack, webhookurl: 'https://hooks.example.com/T0/B0', customheaders: { X-Key: header-1, X-Other: header-2 } }
  - { type: redis, address: 'redis:6379', password: redis-1 }
  - { type: telegram, chatid: '1', token: 'bot:1' }
`);
  const secrets = configuration.outputs.map(({ type, secrets: some }) => [type, some.map((one) => one.reveal())]);
  expect(Object.fromEntries(secrets)).toEqual({
    alertmanager: expect.arrayContaining(['http://falco:pa@ss-1@am-0:9093/', 'https://falco:pass-2@am-1/?a=@b']),
    slack: expect.arrayContaining(['https://hooks.example.com/T0/B0', 'header-1', 'header-2']),
    redis: ['redis-1'],
    telegram: ['bot:1'],
  });
});

it.for(['example.com', 'Example.com.', 'a-b_c.example', '10.1.2.3', '10.0.0.0/8', '::1', 'fd00::/8', 'localhost'])(
  'takes %s for a host that may be reached',
  async (host) => {
    const { configuration } = await load(`delivery: { allowedhosts: ['${host}'] }`);
    expect(configuration.delivery.allowedHosts).toEqual([host]);
  },
);

it.for(['*', '*.example.com', '10.0.0.0/33', '10.1', '0x7f.1', '0x7f000001', 'http://a/', 'a:80', '[::1]', '-/8'])(
  'does not take "%s" for a host',
  async (host) => {
    const problems = await problemsOf(`delivery: { allowedhosts: ['${host}'] }`);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.path).toBe('delivery.allowedhosts[0]');
    expect(problems[0]?.message).toMatch(/host name, an address such as 10\.1\.2\.3, or a range/);
  },
);
