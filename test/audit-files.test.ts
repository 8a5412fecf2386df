import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { podCreated, privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { freePort, Program, until } from './faults/program.ts';

let folder: string;
let program: Program | undefined;

const file = (name: string) => path.join(folder, name);
const exported = z.object({ output_fields: z.looseObject({ 'ka.resp.name': z.string() }) });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiercel-audit-files-'));
  mkdirSync(file('logs'));
  writeFileSync(file('rules.yaml'), privilegedPodRules);
});

afterEach(async () => {
  await program?.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(audit: string): Promise<Program> {
  const ports = { listen: await freePort(), console: await freePort() };
  const rules = `rules: { files: ['${file('rules.yaml')}'] }\nstdout: { enabled: false }\n`;
  program = new Program(folder, ports, `${rules}audit: ${audit}\n`);
  await program.start();
  return program;
}

/** The pods that alerts in the journal tell of. */
async function podsIn({ api }: Program): Promise<readonly string[]> {
  const response = await fetch(`${api}/alerts/export?format=ndjson`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => exported.parse(JSON.parse(line)).output_fields['ka.resp.name']);
}

function lineOf(index: number): string {
  const name = `pod-${index}`;
  const stageTimestamp = new Date(Date.UTC(2026, 10, 25) + index).toISOString().replace('Z', '000Z');
  return `${JSON.stringify(podCreated({ auditID: name, stageTimestamp, responseObject: { metadata: { name } } }))}\n`;
}

it(
  'loses nothing and has nothing twice, however often it is killed while logs grow and are rotated',
  { timeout: 90_000 },
  async () => {
    const running = await start(`{ files: ['${file('logs')}'] }`);
    const killedAfterMs = [0, 300, 1100];
    const perRound = 400;
    let written = 0;
    for (const [round, waitMs] of killedAfterMs.entries()) {
      for (let burst = 0; burst < 20; burst++) {
        const lines = Array.from({ length: perRound / 20 }, () => lineOf(written++)).join('');
        const cut = Math.floor(lines.length / 2);
        appendFileSync(file('logs/audit.log'), lines.slice(0, cut));
        await sleep(25);
        appendFileSync(file('logs/audit.log'), lines.slice(cut));
        if (burst === 10) renameSync(file('logs/audit.log'), file(`logs/audit-${round}.log`));
      }
      await sleep(waitMs);
      await running.end('SIGKILL');
      if (round % 2 === 0) renameSync(file('logs/audit.log'), file(`logs/audit-${round}-b.log`));
      await running.start();
    }
    const expected = Array.from({ length: written }, (_, index) => `pod-${index}`);
    await until(async () => new Set(await podsIn(running)).size === written, 'all alerts', 20_000).catch(() => {});
    expect((await podsIn(running)).toSorted()).toEqual(expected.toSorted());
  },
);

it('opens and closes ports for audit events with the configuration', async () => {
  const [first, second] = [await freePort(), await freePort()];
  const running = await start(`{ listenports: [${first}], listenaddress: 127.0.0.1 }`);
  const send = (port: number) =>
    fetch(`http://127.0.0.1:${port}/k8s-audit`, { method: 'POST', body: lineOf(port), headers: json })
      .then(({ status }) => status)
      .catch(() => 'closed');
  const json = { 'content-type': 'application/json' };
  expect([await send(first), await send(second)]).toEqual([200, 'closed']);
  writeFileSync(running.file, readFileSync(running.file, 'utf8').replace(`[${first}]`, `[${second}]`));
  await until(() => running.log.includes('The new configuration is in force'), 'the reload');
  expect([await send(first), await send(second)]).toEqual(['closed', 200]);
  expect((await podsIn(running)).toSorted()).toEqual([`pod-${first}`, `pod-${second}`].toSorted());
});
