import { writeFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MisconfiguredError } from './errors.ts';
import { ntfy } from './ntfy.ts';
import { referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';
import { fetching } from './testing/fetching.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { freePort, hasProgram, isListening, Program, temporaryFolder, until } from './testing/programs.ts';

const isThere = hasProgram('ntfy');
const folder = temporaryFolder();
const message = z.object({
  event: z.string(),
  title: z.string(),
  message: z.string(),
  priority: z.int().default(3),
  tags: z.array(z.string()).default([]),
  click: z.string(),
  attachment: z.unknown().optional(),
});

let hostport: string;
let server: Program;

async function messages(topic: string) {
  const response = await fetch(`${hostport}/${topic}/json?poll=1`);
  const lines = (await response.text()).split('\n').filter(Boolean);
  return lines.map((line) => message.parse(JSON.parse(line)));
}

describe.skipIf(!isThere)('an ntfy server', () => {
  beforeAll(async () => {
    const port = await freePort();
    hostport = `http://127.0.0.1:${port}`;
    const settings = {
      'base-url': hostport,
      'listen-http': `127.0.0.1:${port}`,
      'cache-file': `${folder}/cache.db`,
      'attachment-cache-dir': `${folder}/attachments`,
      'auth-file': `${folder}/users.db`,
      'visitor-request-limit-exempt-hosts': '127.0.0.1',
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
    writeFileSync(`${folder}/server.yml`, lines.join(''));
    server = new Program('ntfy', 'serve', '--config', `${folder}/server.yml`);
    await until(() => isListening(port), 'ntfy');
  }, 30_000);

  afterAll(async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('publishes what it is sent', async () => {
    const connection = await connect(ntfy, { hostport, topic: 'reference' }, { http: fetching });
    for (const alert of Object.values(referenceAlerts)) await deliver(connection, alert);
    const all = await messages('reference');
    expect(all.map(({ title }) => title)).toEqual(
      Object.values(referenceAlerts).map(({ priority, rule }) => `[${priority}] ${rule}`),
    );
    expect(all[0]).toMatchObject({ priority: 1, tags: ['example', 'test'] });
    expect(all[0]?.click).toBe(`https://tiercel.example.com/alerts/${testAlert.uuid}`);
    expect(all[0]?.message).toContain('This is a test from falcosidekick\n\nPriority: Debug\n');
  });

  it('publishes whatever it is sent, none as an attachment', async () => {
    const connection = await connect(ntfy, { hostport, topic: 'hostile' }, { http: fetching });
    for (const alert of Object.values(hostileAlerts)) await deliver(connection, alert);
    const all = await messages('hostile');
    expect(all).toHaveLength(Object.keys(hostileAlerts).length);
    for (const { attachment, message: text } of all) {
      expect(attachment).toBeUndefined();
      expect(text).toContain('Priority: Error');
    }
  });

  it('refuses a token that it does not know, for the operator to mend', async () => {
    const connection = await connect(ntfy, { hostport, topic: 'x', token: 'tk_unknown' }, { http: fetching });
    const error = await failureOf(deliver(connection, testAlert));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(error).toMatchObject({ status: 401 });
  });

  it('refuses a topic of its own, for the operator to mend', async () => {
    const connection = await connect(ntfy, { hostport, topic: 'docs' }, { http: fetching });
    expect(String(await failureOf(deliver(connection, testAlert)))).toContain('ntfy refuses the option topic');
  });
});
