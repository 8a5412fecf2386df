import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cores, cpuSeconds, outputOf, startPinned, stop, untilAnswering } from './processes.ts';

const here = import.meta.dirname;
const program = path.join(here, '../src/cli/main.ts');

/** A server under load. `pid` is needed for figures per CPU-second. */
export interface Subject {
  readonly url: string;
  readonly pid: number | undefined;
  close(): Promise<void>;
}

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export async function startBareHttp(): Promise<Subject> {
  const port = await freePort();
  const child = startPinned(cores.subject, [path.join(here, 'limits/bare-http.ts'), String(port)]);
  const url = `http://127.0.0.1:${port}/`;
  await untilAnswering(url, child);
  return { url, pid: child.pid, close: () => stop(child) };
}

/** A fresh Tiercel with a fresh journal and no outputs: what is measured is taking alerts and keeping them. */
export async function startTiercel(): Promise<Subject> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-bench-'));
  const port = await freePort();
  const file = path.join(folder, 'bench.yaml');
  writeFileSync(
    file,
    `listenaddress: 127.0.0.1\nlistenport: ${port}\nconsole: { enabled: false }\nstdout: { enabled: false }\nlog: { level: warn }\n` +
      `journal: { path: ${path.join(folder, 'journal')} }\n`,
  );
  const child = startPinned(cores.subject, [program, 'serve', '-c', file]);
  const url = `http://127.0.0.1:${port}/`;
  await untilAnswering(`${url}ping`, child);
  return {
    url,
    pid: child.pid,
    close: async () => {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Accepted alerts per second of the subject's CPU time, or of wall clock where its process is not ours. */
export async function ingestRate({ url, pid }: Subject, connections: number, seconds: number): Promise<number> {
  await runLoad('closed', url, connections, 1, 0);
  const before = pid === undefined ? 0 : cpuSeconds(pid);
  const { accepted = 0, seconds: elapsed = seconds } = await runLoad('closed', url, connections, seconds, 0);
  return accepted / (pid === undefined ? elapsed : cpuSeconds(pid) - before);
}

/** One connection, open loop. */
export async function ackLatency({ url }: Subject, rate: number, seconds: number): Promise<Latency> {
  await runLoad('open', url, 1, 1, rate);
  const { p50Ms = NaN, p99Ms = NaN } = await runLoad('open', url, 1, seconds, rate);
  return { p50Ms, p99Ms };
}

/** On the file system that the journals of this bench are on. */
export async function fdatasyncLatency(): Promise<Latency> {
  const { p50Ms = NaN, p99Ms = NaN } = await numbersOf(cores.subject, ['limits/fdatasync.ts', tmpdir(), '2000']);
  return { p50Ms, p99Ms };
}

export async function jsonParseRate(): Promise<number> {
  const { perCpuSecond = NaN } = await numbersOf(cores.subject, ['limits/json-parse.ts']);
  return perCpuSecond;
}

async function runLoad(mode: string, url: string, connections: number, seconds: number, rate: number) {
  return numbersOf(cores.load, ['load.ts', mode, url, String(connections), String(seconds), String(rate)]);
}

async function numbersOf(
  core: string,
  [file = '', ...args]: readonly string[],
): Promise<Record<string, number | undefined>> {
  return JSON.parse(await outputOf(startPinned(core, [path.join(here, file), ...args])));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address() satisfies AddressInfo | string | null;
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
