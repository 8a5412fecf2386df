import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MisconfiguredError } from './errors.ts';
import { gotify } from './gotify.ts';
import { referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';
import { fetching } from './testing/fetching.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { freePort, hasProgram, isListening, Program, temporaryFolder, until } from './testing/programs.ts';

const isThere = hasProgram('gotify', 'version');
const folder = temporaryFolder();
const formats = ['markdown', 'text', 'json'] as const;
const stored = z.object({
  messages: z.array(
    z.object({
      title: z.string(),
      message: z.string(),
      priority: z.int(),
      extras: z.object({
        'client::display': z.object({ contentType: z.string() }),
        'client::notification': z.object({ click: z.object({ url: z.url() }) }),
      }),
    }),
  ),
});

let hostport: string;
let token: string;
let server: Program;

async function asked(path: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(`${hostport}${path}`, {
    method,
    headers: { Authorization: `Basic ${btoa('admin:swordfish')}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.status === 200 && method !== 'DELETE' ? response.json() : undefined;
}

async function messages() {
  return stored.parse(await asked('/message?limit=200', 'GET')).messages;
}

describe.skipIf(!isThere)('a Gotify server', () => {
  beforeAll(async () => {
    const port = await freePort();
    const settings = {
      SERVER_LISTENADDR: '127.0.0.1',
      SERVER_PORT: String(port),
      DATABASE_CONNECTION: `${folder}/gotify.db`,
      DEFAULTUSER_PASS: 'swordfish',
      UPLOADEDIMAGESDIR: `${folder}/images`,
      PLUGINSDIR: '',
    };
    server = new Program(
      'env',
      ...Object.entries(settings).map(([name, value]) => `GOTIFY_${name}=${value}`),
      'gotify',
    );
    await until(() => isListening(port), 'gotify');
    hostport = `http://127.0.0.1:${port}`;
    token = z.object({ token: z.string() }).parse(await asked('/application', 'POST', { name: 'falco' })).token;
  }, 30_000);

  afterAll(async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it.for(formats)('stores what it is sent as %s', async (format) => {
    await asked('/message', 'DELETE');
    const connection = await connect(gotify, { hostport, token, format }, { http: fetching });
    for (const alert of Object.values(referenceAlerts)) await deliver(connection, alert);
    const all = (await messages()).toReversed();
    expect(all.map(({ title }) => title)).toEqual(
      Object.values(referenceAlerts).map(({ priority, rule }) => `[Falco] [${priority}] ${rule}`),
    );
    for (const { message, extras } of all) {
      expect(extras['client::display'].contentType).toBe(format === 'markdown' ? 'text/markdown' : 'text/plain');
      expect(message).toContain(format === 'json' ? '"rule":' : 'Rule');
    }
  });

  it('stores whatever it is sent', async () => {
    await asked('/message', 'DELETE');
    const connection = await connect(gotify, { hostport, token }, { http: fetching });
    for (const alert of Object.values(hostileAlerts)) await deliver(connection, alert);
    expect(await messages()).toHaveLength(Object.keys(hostileAlerts).length);
  });

  it('refuses a token that it does not know, for the operator to mend', async () => {
    const connection = await connect(gotify, { hostport, token: 'unknown' }, { http: fetching });
    const error = await failureOf(deliver(connection, testAlert));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(error).toMatchObject({ status: 401 });
  });
});
