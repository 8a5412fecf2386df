import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findServer } from '#outputs/testing/programs.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { systemClock } from '#kit/clock.ts';
import { KafkaServer } from '../../test/servers/kafka-server.ts';
import { findPostgres, postgresPassword, PostgresServer } from '../../test/servers/postgres-server.ts';
import { VariedAlerts } from '../../test/console/varied-alerts.ts';
import type { Comparison, Context, Measure } from '../harness/measure.ts';
import { perSecond } from '../harness/units.ts';
import { cores, outputOf, start } from '../parts/processes.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { cpuSeconds } from '../parts/usage.ts';
import { until } from '../parts/until.ts';

const maxRuns = 3;
const maxSeconds = 1800;

/** A real server, and how both sides are told where it is. */
interface Target {
  readonly output: 'kafka' | 'postgresql';
  readonly configuration: string;
  readonly where: string;
  end(): Promise<void>;
}

export const backlog: Measure = {
  goal: 'G9',
  name: 'backlog to a broker and a database',
  about:
    'Alerts that an output owes are delivered to Kafka with acks from all replicas, and to PostgreSQL, both real, on this machine; alerts per second of CPU of Tiercel, journal and start included. Compared with the same client alone, that reads nothing and remembers nothing.',
  async run(context) {
    const comparisons: Comparison[] = [];
    for (const make of [kafka, postgresql]) {
      const target = await make(context);
      if (!target) continue;
      try {
        comparisons.push(await compared(context, target));
      } finally {
        await target.end();
      }
    }
    return comparisons;
  },
};

async function compared(context: Context, target: Target): Promise<Comparison> {
  const alerts = context.sizes.backlogAlerts;
  const runs = await context.inPairs(
    async () => ({ ours: await drained(context, target, alerts), bare: await bareCpuSeconds(target, alerts) }),
    Math.min(context.sizes.pairs, maxRuns),
  );
  return {
    name: `${target.output}: ${alerts.toLocaleString('en-US')} owed alerts per CPU-second ÷ the client alone`,
    ours: runs.map(({ ours }) => alerts / ours),
    against: runs.map(({ bare }) => alerts / bare),
    unit: perSecond,
  };
}

/** CPU seconds until nothing is owed any more. */
async function drained({ program }: Context, { output, configuration }: Target, alerts: number): Promise<number> {
  const folder = mkdtempSync(path.join(program.folder, 'backlog-'));
  try {
    await owe(path.join(folder, 'journal'), output, alerts);
    await using tiercel = await startTiercel(program, { folder, configuration });
    await until(async () => (await owed(tiercel.url)) === 0, `${output} to have all`, maxSeconds);
    return cpuSeconds(tiercel.pid);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A journal in which an output owes so many alerts. */
async function owe(folder: string, output: string, alerts: number): Promise<void> {
  const journal = await openSqliteJournal({ path: folder, durability: 'disk', clock: systemClock });
  await journal.openOutput(output);
  const varied = new VariedAlerts(1);
  for (let done = 0; done < alerts; done += 1000) {
    await journal.append(Array.from({ length: Math.min(1000, alerts - done) }, () => varied.next(Date.now())));
  }
  await journal.close();
}

async function owed(url: string): Promise<number | undefined> {
  const text = await fetch(`${url}metrics`).then(async (answer) => answer.text());
  const [, depth] = /^tiercel_queue_depth\{[^}]*\} (\d+)/m.exec(text) ?? [];
  return depth === undefined ? undefined : Number(depth);
}

async function bareCpuSeconds({ output, where }: Target, alerts: number): Promise<number> {
  const script = path.join(import.meta.dirname, '../limits/bare-client.ts');
  const words = [process.execPath, script, output, where, String(alerts)];
  const environment = { PGPASSWORD: postgresPassword };
  const text = await outputOf(start({ core: cores.subject, words, environment, stdout: 'pipe' }));
  const { cpuSeconds: seconds }: { cpuSeconds: number } = JSON.parse(text);
  return seconds;
}

async function kafka(context: Context): Promise<Target | undefined> {
  const command = findServer('kafka');
  if (command === undefined) {
    context.remark('Kafka is not installed: see test/servers/install');
    return undefined;
  }
  const server = await KafkaServer.create(command);
  const where = `127.0.0.1:${server.port}`;
  const configuration = `kafka: { hostport: '${where}', topic: alerts, topiccreation: true }\n`;
  return { output: 'kafka', configuration, where, end: async () => server.end() };
}

async function postgresql(context: Context): Promise<Target | undefined> {
  const programs = findPostgres();
  if (programs === undefined) {
    context.remark('PostgreSQL is not installed');
    return undefined;
  }
  const server = await PostgresServer.create(programs);
  const login = `host: 127.0.0.1, port: ${server.port}, user: postgres, password: '${postgresPassword}'`;
  const configuration = `postgresql: { ${login}, database: postgres }\n`;
  return {
    output: 'postgresql',
    configuration,
    where: String(server.port),
    end: async () => server[Symbol.asyncDispose](),
  };
}
