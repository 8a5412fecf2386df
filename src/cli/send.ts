import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { demoAlert, seededRandom } from '#app/demo-alerts.ts';
import { integerOption, type Command, type Invocation, type Terminal } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { progressBar } from './progress-bar.ts';
import { UnavailableError } from './api-client.ts';

export const send: Command = {
  name: 'send',
  summary: 'posts alerts to a Tiercel (or a Falcosidekick) as Falco does',
  operands: '[options] [file]',
  details: [
    'Without a file it makes up realistic alerts. A file has one alert per line (NDJSON); - is standard input.',
    'A running Tiercel answers each only when it is kept, so the figures at the end are figures of durable alerts.',
  ].join('\n'),
  options: {
    url: { type: 'string', value: 'URL', description: 'Where Falco posts to (default: http://127.0.0.1:2801/).' },
    count: { type: 'string', short: 'n', value: 'N', description: 'How many alerts to make up (default 1).' },
    rate: { type: 'string', value: 'N', description: 'At most this many a second (default: as fast as answered).' },
    concurrency: { type: 'string', value: 'N', description: 'How many requests at once (default 4).' },
    seed: { type: 'string', value: 'N', description: 'Make up the same alerts again.' },
    print: { type: 'boolean', description: 'Print the alerts instead of posting them.' },
  },
  maxOperands: 1,
  examples: [
    { command: 'tiercel send', explanation: 'One made-up alert, to see it arrive' },
    { command: 'tiercel send -n 500 --rate 50', explanation: 'Ten seconds of a busy cluster' },
    { command: 'tiercel send alerts.ndjson', explanation: 'Alerts from a file, with a progress bar' },
    { command: 'tiercel send --print -n 3 | jq .', explanation: 'Look at what would be sent' },
  ],
  async run(invocation, terminal) {
    const [file] = invocation.operands;
    const count = integerOption(invocation, 'count', 1, 1);
    const alerts = file === undefined ? madeUp(invocation, terminal, count) : linesOf(file);
    if (invocation.flag('print')) {
      for await (const alert of alerts) terminal.stdout.write(`${alert}\n`);
      return exitCodes.ok;
    }
    const total = file === undefined ? count : await lineCount(file);
    const { accepted, refused, seconds } = await postAll(alerts, total, invocation, terminal);
    terminal.stdout.write(
      `${accepted} accepted in ${seconds.toFixed(1)} s${refused > 0 ? `, ${refused} refused` : ''}.\n`,
    );
    return refused === 0 ? exitCodes.ok : exitCodes.failure;
  },
};

interface Totals {
  accepted: number;
  refused: number;
  seconds: number;
}

async function postAll(
  alerts: AsyncIterable<string>,
  total: number | undefined,
  invocation: Invocation,
  terminal: Terminal,
): Promise<Totals> {
  const { clock, signal, stderr } = terminal;
  const url = invocation.text('url') ?? 'http://127.0.0.1:2801/';
  const rate = integerOption(invocation, 'rate', 0);
  const progress = progressBar(stderr, total);
  const startedAt = clock.monotonic();
  const totals = { accepted: 0, refused: 0, seconds: 0 };
  let sent = 0;
  const source = alerts[Symbol.asyncIterator]();

  async function worker(): Promise<void> {
    for (let next = await source.next(); !next.done && !signal.aborted; next = await source.next()) {
      const position = sent++;
      if (rate > 0) await clock.sleep(startedAt + (position * 1000) / rate - clock.monotonic(), signal);
      const refusal = await post(url, next.value, signal);
      if (refusal === undefined) totals.accepted++;
      else totals.refused++;
      if (refusal !== undefined && totals.refused <= 5) progress.note(`Alert ${position + 1} was refused: ${refusal}`);
      progress.show(totals.accepted + totals.refused);
    }
  }

  try {
    await Promise.all(Array.from({ length: integerOption(invocation, 'concurrency', 4, 1) }, worker));
  } finally {
    progress.end();
  }
  return { ...totals, seconds: (clock.monotonic() - startedAt) / 1000 };
}

/** Resolves to the reason of a refusal, `undefined` when the alert was accepted. */
async function post(url: string, body: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      signal,
      headers: { 'Content-Type': 'application/json' },
    });
    const text = await response.text();
    return response.ok ? undefined : `${response.status} ${text.trim().slice(0, 300)}`;
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new UnavailableError(
      `Nothing answers at ${url}. Start Tiercel with "npm start", or say where it is with --url.`,
      { cause },
    );
  }
}

async function* madeUp(invocation: Invocation, { clock }: Terminal, count: number): AsyncGenerator<string> {
  const random = seededRandom(integerOption(invocation, 'seed', clock.now() % 2 ** 31));
  for (let index = 0; index < count; index++) yield demoAlert(random, clock.now());
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  for await (const line of createInterface({ input, crlfDelay: Infinity })) if (line.trim() !== '') yield line;
}

/** For the progress bar; `undefined` for standard input, which can be read only once. */
async function lineCount(file: string): Promise<number | undefined> {
  if (file === '-') return undefined;
  let lines = 0;
  for await (const _ of linesOf(file)) lines++;
  return lines;
}
