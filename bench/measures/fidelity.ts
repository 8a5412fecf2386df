import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { seededRandom, type Random } from '../../src/app/demo-alerts.ts';
import { atLeast, type Measure } from '../harness/measure.ts';
import { count } from '../harness/units.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { until } from '../parts/until.ts';

const numbersPerAlert = 500;
const alertsQuick = 200;
const alertsFull = 2000;

export const fidelity: Measure = {
  goal: 'G14',
  name: 'numbers that leave as they came',
  about:
    'Number literals posted in alerts and compared byte by byte with what a webhook gets: 64-bit integers, many digits, exponents beyond a double, negative zero. The journal is in between.',
  async run(context) {
    const alerts = context.sizes.isQuick ? alertsQuick : alertsFull;
    const arrived = new Map<string, string>();
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        arrived.set(/"rule":"([^"]+)"/.exec(body)?.[1] ?? '', body);
        response.end();
      });
    });
    const port = await listening(server);
    const configuration = `webhook: { address: 'http://127.0.0.1:${port}/', maxconcurrentrequests: 8 }\n`;
    await using tiercel = await startTiercel(context.program, { configuration });
    const random = seededRandom(14);
    const sent = Array.from({ length: alerts }, () => Array.from({ length: numbersPerAlert }, () => literal(random)));
    for (const [index, numbers] of sent.entries()) {
      await fetch(tiercel.url, { method: 'POST', body: alertWith(`r${index}`, numbers) });
    }
    await until(() => arrived.size >= alerts, 'all alerts to arrive', 120);
    server.close();
    const same = sent.map((numbers, index) => samePlaces(numbers, arrived.get(`r${index}`) ?? ''));
    return [
      {
        name: this.name,
        ours: [same.reduce((sum, each) => sum + each, 0)],
        against: [alerts * numbersPerAlert],
        unit: count,
        target: atLeast(1),
      },
    ];
  },
};

/** Names are such that their order is that of bytes, which is the order in which they leave. */
function alertWith(rule: string, numbers: readonly string[]): string {
  const fields = numbers.map((number, index) => `"${nameOf(index)}":${number}`).join(',');
  return `{"output":"numbers","priority":"Debug","rule":"${rule}","time":"${new Date().toISOString()}","output_fields":{${fields}}}`;
}

function nameOf(index: number): string {
  return `n${String(index).padStart(4, '0')}`;
}

function samePlaces(numbers: readonly string[], body: string): number {
  return numbers.filter((number, index) => {
    const start = body.indexOf(`"${nameOf(index)}":`) + 8;
    return body.startsWith(number, start) && ',}'.includes(body.charAt(start + number.length));
  }).length;
}

/** Of every kind that JSON has, those first that a double spoils. */
function literal(random: Random): string {
  const digits = (length: number) => Array.from({ length }, () => Math.floor(random() * 10)).join('');
  const kinds = [
    () => `1${digits(18)}`,
    () => `-9${digits(18)}`,
    () => `${Math.floor(random() * 10)}.${digits(25)}`,
    () => `1${digits(3)}e${Math.floor(random() * 800) - 400}`,
    () => '-0',
    () => `1.${digits(2)}E+0${Math.floor(random() * 10)}`,
    () => String(Math.floor(random() * 1e6)),
    () => '1.0',
  ];
  return kinds[Math.floor(random() * kinds.length)]?.() ?? '0';
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
