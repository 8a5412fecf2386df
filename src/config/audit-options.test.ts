import { expect, it } from 'vitest';
import { privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { load, problemsOf } from './testing/load.ts';

const rules = 'rules: { files: [/rules.yaml] }\n';
const files = { '/rules.yaml': privilegedPodRules };

it('opens ports of their own for audit events', async () => {
  const yaml = `${rules}audit: { listenports: [9765, 8765], listenaddress: "[::1]", tlsserver: { deploy: true, mutualtls: true, certfile: /a, keyfile: /b, cacertfile: /c } }`;
  expect((await load(yaml, {}, files)).configuration.listener.audit).toEqual({
    address: '::1',
    ports: [9765, 8765],
    tls: { certfile: '/a', keyfile: '/b', clientCacertfile: '/c' },
  });
  const { configuration } = await load(rules, { AUDIT_LISTENPORTS: '9765,8765' }, files);
  expect(configuration.listener.audit).toEqual({ address: '', ports: [9765, 8765], tls: undefined });
});

it('opens none unless told', async () => {
  expect((await load('')).configuration.listener.audit).toEqual({ address: '', ports: [], tls: undefined });
});

it.for<[yaml: string, message: string]>([
  ['audit: { listenports: [9765] }\n', 'There are no rules to find anything in audit events by.'],
  [`${rules}audit: { listenports: [2801] }\n`, 'The port is that of "listenport", too.'],
  [`${rules}audit: { listenports: [1, 1] }\n`, 'The port is that of "audit.listenports", too.'],
])('refuses %s', async ([yaml, message]) => {
  expect(await problemsOf(yaml, {}, files)).toMatchObject([{ path: 'audit.listenports', message }]);
});

it.for(['65536', 'many', '1.5'])('refuses the port %s', async (port) => {
  const problems = await problemsOf(`${rules}audit: { listenports: [${port}] }\n`, {}, files);
  expect(problems.map(({ path }) => path.startsWith('audit.listenports'))).toEqual([true]);
});

it('notes mutual TLS without TLS', async () => {
  const { notes } = await load('audit: { tlsserver: { mutualtls: true } }', {}, files);
  expect(notes.map(({ path }) => path)).toContain('audit.tlsserver.mutualtls');
});

it('names the logs to follow, which need rules, too', async () => {
  const yaml = 'audit: { files: [/var/log/audit, "/logs/*.log"] }\n';
  expect((await load(rules + yaml, {}, files)).configuration.audit).toMatchObject({
    files: ['/var/log/audit', '/logs/*.log'],
    maxBodyBytes: 12 * 1024 * 1024,
    maxEventBytes: 256 * 1024,
  });
  expect(await problemsOf(yaml, {}, files)).toMatchObject([{ path: 'audit.files' }]);
});
