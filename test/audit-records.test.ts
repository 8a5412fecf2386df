import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { podCreated, privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { freePort, Program } from './faults/program.ts';

let folder: string;
let running: Program;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiercel-records-'));
  const rules = path.join(folder, 'rules.yaml');
  writeFileSync(rules, privilegedPodRules);
  const configuration = [
    `rules: { files: [${rules}] }`,
    'audit: { keep: all }',
    // Nobody listens there: whatever is to be delivered is owed.
    `webhook: { address: 'http://127.0.0.1:${await freePort()}/' }`,
  ].join('\n');
  running = new Program(folder, { listen: await freePort(), console: await freePort() }, configuration);
  await running.start();
});

afterEach(async () => {
  await running.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const found = z.object({
  alerts: z.array(z.object({ alert: z.object({ rule: z.string(), priority: z.string(), output: z.string() }) })),
});

async function asked(address: string): Promise<unknown> {
  return (await fetch(`${running.api}/${address}`)).json();
}

it('keeps every audit event where it is told to, and tells outputs and people of what rules found alone', async () => {
  const request = { verb: 'get', auditID: '77aa', requestURI: '/api/v1/namespaces/shop/secrets/db' };
  const objectRef = { resource: 'secrets', namespace: 'shop', name: 'db' };
  const items = [podCreated(), podCreated({ ...request, objectRef, requestObject: undefined })];
  const body = JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items });
  const posted = { method: 'POST', body, headers: { 'Content-Type': 'application/json' } };
  expect((await fetch(new URL('k8s-audit', running.url), posted)).status).toBe(200);

  // Nobody who did not ask for records is shown them.
  const { alerts } = found.parse(await asked('alerts'));
  expect(alerts.map(({ alert }) => [alert.rule, alert.priority])).toEqual([['Privileged pod', 'Warning']]);
  expect(await asked('overview')).toMatchObject({ total: 1, rules: [{ value: 'Privileged pod' }] });
  const searched = found.parse(await asked(`alerts?query=${encodeURIComponent('ka.target.name:db ka.verb:get')}`));
  expect(searched.alerts[0]?.alert.output).toMatch(
    /mallory: get \/api\/v1\/namespaces\/shop\/secrets\/db, 201 \(stage=ResponseComplete resource=secrets/,
  );
  expect((await running.ledgers()).get('webhook')).toMatchObject({ received: 2, suppressed: 1, owed: 1 });
  expect(await asked('groups')).toMatchObject({ groups: [{ rule: 'Privileged pod' }] });
  const metrics = await (await fetch(new URL('metrics', running.url))).text();
  expect(metrics).toContain('tiercel_audit_records_total 1');
  expect(metrics).toContain('tiercel_rule_matches_total{rule="Privileged pod"} 1');
  expect(metrics).not.toContain('Kubernetes audit event');
});
