import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MisconfiguredError } from '#outputs/errors.ts';
import { nodered } from '#outputs/nodered.ts';
import { referenceAlerts, testAlert } from '#outputs/testing/alerts.ts';
import { failureOf } from '#outputs/testing/connect.ts';
import { findServer, freePort, isListening, Program, temporaryFolder, until } from '#outputs/testing/programs.ts';
import type { ConnectionKeeper } from '#delivery/connection-keeper.ts';
import { keeperOf } from '../delivery-http/keeper.ts';

const command = findServer('node-red');
const folder = temporaryFolder();
const received = path.join(folder, 'alerts.jsonl');
/** What bcrypt makes of "swordfish". */
const hash = '$2b$04$L32Kb.4BmANbqT9IJk.C8eZIk6YJMFNKSqldtUL6EmIaJDGvrAj5C';
let port: number;
let server: Program;
let connections: ConnectionKeeper;

/** No name of a node may be that of a type. */
const flows = [
  { id: 'tab', type: 'tab', label: 'Falco' },
  { id: 'hear', type: 'http in', z: 'tab', url: '/falco', method: 'post', wires: [['write', 'reply']] },
  {
    id: 'write',
    type: 'file',
    z: 'tab',
    filename: received,
    filenameType: 'str',
    appendNewline: true,
    overwriteFile: 'false',
    wires: [[]],
  },
  { id: 'reply', type: 'http response', z: 'tab', statusCode: '200', wires: [] },
];

async function deliver(options: object, alert = testAlert): Promise<void> {
  connections = keeperOf(nodered, { address: `http://127.0.0.1:${port}/falco`, ...options });
  try {
    const { connection } = await connections.get();
    await connection.deliver([alert], AbortSignal.timeout(10_000));
  } finally {
    await connections.close();
  }
}

describe.skipIf(command === undefined)('a flow of Node-RED', () => {
  beforeAll(async () => {
    port = await freePort();
    const settings = {
      uiPort: port,
      uiHost: '127.0.0.1',
      flowFile: 'flows.json',
      httpAdminRoot: false,
      disableEditor: true,
      telemetry: { enabled: false },
      httpNodeAuth: { user: 'falco', pass: hash },
    };
    writeFileSync(path.join(folder, 'settings.js'), `module.exports = ${JSON.stringify(settings)};`);
    writeFileSync(path.join(folder, 'flows.json'), JSON.stringify(flows));
    server = new Program(command ?? '', '-u', folder, '-s', path.join(folder, 'settings.js'));
    await until(() => isListening(port), 'Node-RED');
    const answers = async () => (await fetch(`http://127.0.0.1:${port}/falco`, { method: 'POST' })).status !== 404;
    await until(answers, 'the flow');
  });

  afterAll(async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the alerts, in order', async () => {
    const alerts = Object.values(referenceAlerts);
    for (const alert of alerts) await deliver({ user: 'falco', password: 'swordfish' }, alert);
    const lines = () => (existsSync(received) ? readFileSync(received, 'utf8').trimEnd().split('\n') : []);
    await until(() => lines().length === alerts.length, 'the alerts');
    expect(lines().map((line) => JSON.parse(line))).toEqual(alerts.map(({ json }) => JSON.parse(json)));
  });

  it.for([
    [{}, 401],
    [{ user: 'falco', password: 'wrong' }, 401],
    [{ user: 'falco', password: 'swordfish', address: 'elsewhere' }, 404],
  ] as const)('refuses %j with %i, for the operator to mend', async ([{ ...options }, status]) => {
    const changes = 'address' in options ? { ...options, address: `http://127.0.0.1:${port}/elsewhere` } : options;
    const error = await failureOf(deliver(changes));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(error).toMatchObject({ status });
  });
});
