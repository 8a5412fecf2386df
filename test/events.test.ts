import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bucketOpened, cloudRules, pushDenied, repositoryPublicized, rootLogin } from '#rules/testing/cloud-rules.ts';
import { freePort, Program, until } from './faults/program.ts';

let folder: string;
let sink: Server;
let running: Program;
const arrived: { rule: string; source: string; output_fields: Record<string, unknown> }[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiercel-events-'));
  sink = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      arrived.push(JSON.parse(body));
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const address = sink.address();
  writeFileSync(path.join(folder, 'rules.yaml'), cloudRules);
  const configuration = [
    `rules: { files: [${path.join(folder, 'rules.yaml')}] }`,
    'events: { token: let-me-in, github: { webhooksecret: only-github-knows } }',
    `webhook: { address: 'http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/' }`,
  ].join('\n');
  running = new Program(folder, { listen: await freePort(), console: await freePort() }, configuration);
  await running.start();
});

afterEach(async () => {
  await running.end('SIGKILL');
  sink.close();
  sink.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

async function send(source: string, body: object, headers: Record<string, string> = {}): Promise<string> {
  const url = new URL(`events/${source}`, running.url);
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers });
  return `${response.status} ${await response.text()}`;
}

it('takes events of clouds, and sends on what rules find in them', async () => {
  const token = { Authorization: 'Bearer let-me-in' };
  const signature = createHmac('sha256', 'only-github-knows')
    .update(JSON.stringify(repositoryPublicized))
    .digest('hex');
  const fromGithub = { 'X-GitHub-Event': 'repository', 'X-Hub-Signature-256': `sha256=${signature}` };
  const data = Buffer.from(JSON.stringify(bucketOpened)).toString('base64');

  expect(await send('aws_cloudtrail', { Records: [rootLogin] })).toMatch(/^401 .*"events.token"/);
  expect(await send('aws_cloudtrail', { Records: [rootLogin] }, token)).toBe('200 ');
  expect(await send('gcp_auditlog?token=let-me-in', { message: { data } })).toBe('200 ');
  expect(await send('github', repositoryPublicized, token)).toMatch(/^401 .*"events.github.webhooksecret"/);
  expect(await send('github', repositoryPublicized, fromGithub)).toBe('200 ');
  const denied = (second: number) => send('okta', { data: { events: [pushDenied(second)] } }, token);
  expect([await denied(1), await denied(2)]).toEqual(['200 ', '200 ']);

  // What users failed at before counts on under new rules.
  writeFileSync(path.join(folder, 'rules.yaml'), cloudRules.replace('An object was', 'Once more an object was'));
  await until(() => running.log.includes('The new configuration is in force'), 'the reload');
  expect(await denied(3)).toBe('200 ');

  await until(() => arrived.length === 4, 'four alerts');
  expect(arrived).toMatchObject([
    { rule: 'Root in the console', source: 'aws_cloudtrail', output_fields: { 'ct.srcip': '198.51.100.7' } },
    { rule: 'Bucket open to all', source: 'gcp_auditlog', output_fields: { 'gcp.storage.bucket': 'payroll' } },
    { rule: 'Repository made public', source: 'github', output_fields: { 'github.repo.name': 'example/payroll' } },
    { rule: 'Push notices denied', source: 'okta', output_fields: { 'okta.mfa.deny.countlast[600]': 3 } },
  ]);
  const metrics = await (await fetch(new URL('metrics', running.url))).text();
  expect(metrics).toContain('tiercel_events_total{source="okta"} 3');
  expect(metrics).toContain('tiercel_refused_requests_total{reason="unauthorized"} 2');
  expect(running.log).not.toMatch(/let-me-in|only-github-knows/);
});
