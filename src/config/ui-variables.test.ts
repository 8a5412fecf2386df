import { describe, expect, it } from 'vitest';
import { load, problemsOf } from './testing/load.ts';

const day = 86_400_000;

describe("Falcosidekick-UI's variables", () => {
  it.for([
    ['7d', 7 * day],
    ['1W', 7 * day],
    ['2w', 14 * day],
    ['1M', 30 * day],
    ['1y', 365 * day],
    ['90min', 5_400_000],
    ['0s', undefined],
    ['0', undefined],
  ] as const)('TTL %s', async ([text, maxAgeMs]) => {
    const { configuration } = await load('', { FALCOSIDEKICK_UI_TTL: text });
    expect(configuration.journal.retention.maxAgeMs).toBe(maxAgeMs);
  });

  it('name a user, whose password may contain a colon', async () => {
    const { configuration } = await load('', { FALCOSIDEKICK_UI_USER: 'admin:pass:word' });
    expect(configuration.console.user?.login).toBe('admin');
    expect(configuration.console.user?.password.reveal()).toBe('pass:word');
  });

  it('say where to listen, unless Kubernetes means a Service or an option of ours says otherwise', async () => {
    const ui = {
      FALCOSIDEKICK_UI_PORT: '2900',
      FALCOSIDEKICK_UI_ADDR: '127.0.0.2',
      FALCOSIDEKICK_UI_LOGLEVEL: 'warning',
    };
    expect((await load('', ui)).configuration).toMatchObject({
      console: { port: 2900, address: '127.0.0.2' },
      log: { level: 'warn' },
    });
    expect((await load('', { ...ui, CONSOLE_LISTENPORT: '2901' })).configuration.console.port).toBe(2901);
    const service = { FALCOSIDEKICK_UI_PORT: 'tcp://10.0.0.1:2802' };
    expect((await load('', service)).configuration.console.port).toBe(2802);
  });

  it('switch the login off for everybody, and say that Redis is not needed', async () => {
    const { configuration, notes } = await load('', {
      FALCOSIDEKICK_UI_DISABLEAUTH: 'true',
      FALCOSIDEKICK_UI_REDIS_URL: 'redis:6379',
    });
    expect(configuration.console.auth).toBe('anyone');
    expect(notes.map(({ message }) => message).join()).toMatch(/may do everything.*without Redis/);
    expect((await load('', { FALCOSIDEKICK_UI_DISABLEAUTH: 'True' })).configuration.console.auth).toBe('local');
  });

  it('are problems where they cannot be understood', async () => {
    expect(await problemsOf('', { FALCOSIDEKICK_UI_TTL: '1 week' })).toMatchObject([{ path: 'journal.retention.age' }]);
    expect(await problemsOf('', { FALCOSIDEKICK_UI_USER: 'admin' })).toMatchObject([{ path: 'console.user' }]);
  });
});

describe('console.auth: none', () => {
  it.for([
    ['', false],
    ['0.0.0.0', false],
    ['192.0.2.1', false],
    ['127.0.0.1', true],
    ['::1', true],
  ] as const)('on %j', async ([address, isTaken]) => {
    const problems = await problemsOf(`console: { auth: none, listenaddress: "${address}" }`).catch(() => []);
    expect(problems.length === 0).toBe(isTaken);
  });

  it('is taken anywhere when it is said twice', async () => {
    const { configuration } = await load('console: { auth: none, allowanyone: true }');
    expect(configuration.console.auth).toBe('anyone');
  });
});
