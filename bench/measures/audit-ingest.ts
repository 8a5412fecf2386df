import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atLeast, type Measure } from '../harness/measure.ts';
import { perCpuSecond } from '../harness/units.ts';
import { auditRulesFiles } from '../parts/audit-rules.ts';
import { throughput } from '../parts/load.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { eventsPerBatch } from '../load/requests.ts';
import { remarkOnLoad } from './remark-on-load.ts';

/** kube-apiserver's webhook sends 10 batches a second of 400 events at most, where its flags say nothing else. */
const fiveServers = 5 * 10 * eventsPerBatch;

export const auditIngest: Measure = {
  goal: 'G13',
  name: 'audit events through the webhook ÷ five API servers',
  about:
    'Events of a cluster at rest posted to `/k8s-audit` in lists of 400, as kube-apiserver does by default, over 5 connections, read and tried on 48 rules, per second of CPU; against the 20,000 a second that five API servers send at most.',
  async run(context) {
    const folder = mkdtempSync(path.join(context.program.folder, 'rules-'));
    const files = auditRulesFiles().map(({ name, text }) => {
      writeFileSync(path.join(folder, name), text);
      return JSON.stringify(path.join(folder, name));
    });
    const configuration = `stdout: { enabled: false }\nrules: { files: [${files.join(', ')}] }\n`;
    const settings = { seconds: context.sizes.seconds, connections: 5, body: 'audit' } as const;
    const runs = await context.inPairs(async () => {
      await using tiercel = await startTiercel(context.program, { configuration });
      return await throughput({ url: `${tiercel.url}k8s-audit`, pid: tiercel.pid }, settings);
    });
    remarkOnLoad(context, 'The webhook', runs);
    return [
      {
        name: this.name,
        ours: runs.map((run) => run.perCpuSecond * eventsPerBatch),
        against: runs.map(() => fiveServers),
        unit: perCpuSecond,
        target: atLeast(1),
      },
    ];
  },
};
