import { PassThrough, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { DeliveryError } from './errors.ts';
import type { StandardOutput } from './output.ts';
import { prettyAlert } from './pretty-alert.ts';
import { stdout } from './stdout.ts';
import { referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';

async function printed(format: string, terminal: Pick<StandardOutput, 'isTTY' | 'hasColors'> = {}): Promise<string> {
  const stream = Object.assign(new PassThrough(), terminal);
  const connection = await connect(stdout, { format }, { stdout: stream });
  await deliver(connection, testAlert, ...Object.values(referenceAlerts));
  await connection.close();
  return String(stream.read());
}

const alerts = [testAlert, ...Object.values(referenceAlerts)];
const json = alerts.map((alert) => `${alert.json}\n`).join('');
const pretty = (colour: boolean) => alerts.map((alert) => `${prettyAlert(alert, { colour })}\n`).join('');

it('prints JSON where nobody looks', async () => {
  expect(await printed('auto')).toBe(json);
});

it('prints for people on a terminal, in colours unless it has none', async () => {
  expect(await printed('auto', { isTTY: true })).toBe(pretty(true));
  expect(await printed('auto', { isTTY: true, hasColors: () => false })).toBe(pretty(false));
});

it('prints what it is told to', async () => {
  expect(await printed('json', { isTTY: true })).toBe(json);
  expect(await printed('pretty')).toBe(pretty(false));
});

it('fails with the stream, and asks for a new connection', async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
  const lost: Error[] = [];
  const connection = await connect(stdout, {}, { stdout: stream, lost: (reason) => lost.push(reason) });
  const error = await failureOf(deliver(connection, testAlert));
  expect(error).toBeInstanceOf(DeliveryError);
  expect(String(error)).toContain('EPIPE');
  expect(lost).toHaveLength(1);
});
