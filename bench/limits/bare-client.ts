/**
 * What sending costs at the least: the same texts by the protocol's client alone, in batches as large, each waited for. Nothing is
 * read from a disk, nothing is kept of what became of them. Arguments: kafka or postgresql, where, how many.
 */
import { randomUUID } from 'node:crypto';
import { demoAlert, seededRandom } from '../../src/app/demo-alerts.ts';

const [what, where = '', wanted = '0'] = process.argv.slice(2);
const batch = 1000;
const random = seededRandom(1);
const texts = Array.from({ length: batch }, () => demoAlert(random, Date.now()));

const atStart = process.cpuUsage();
const send = what === 'kafka' ? await toKafka(where) : await toPostgresql(where);
for (let sent = 0; sent < Number(wanted); sent += batch) await send.batch();
await send.close();
const { user, system } = process.cpuUsage(atStart);
console.log(JSON.stringify({ cpuSeconds: (user + system) / 1_000_000 }));

async function toKafka(hostport: string) {
  const { Producer, ProduceAcks, stringSerializers } = await import('@platformatic/kafka');
  const producer = new Producer({
    clientId: 'bench',
    bootstrapBrokers: [hostport],
    serializers: stringSerializers,
    acks: ProduceAcks.ALL,
    autocreateTopics: true,
  });
  return {
    batch: async () => {
      await producer.send({ messages: texts.map((value) => ({ topic: 'bare', key: randomUUID(), value })) });
    },
    close: async () => producer.close(),
  };
}

async function toPostgresql(port: string) {
  const { default: pg } = await import('pg');
  const { Client } = pg;
  const client = new Client({
    host: '127.0.0.1',
    port: Number(port),
    user: 'postgres',
    password: process.env['PGPASSWORD'],
  });
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS bare (uuid uuid PRIMARY KEY, raw jsonb NOT NULL)');
  return {
    batch: async () => {
      const values = texts.flatMap((text) => [randomUUID(), text]);
      const rows = texts.map((_, index) => `($${2 * index + 1},$${2 * index + 2})`).join(',');
      await client.query(`INSERT INTO bare VALUES ${rows} ON CONFLICT DO NOTHING`, values);
    },
    close: async () => client.end(),
  };
}
