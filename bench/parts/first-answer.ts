import { once } from 'node:events';
import { connect } from 'node:net';
import { demoAlert, seededRandom } from '../../src/app/demo-alerts.ts';
import { cores, start, stop } from './processes.ts';
import { launchTiercel, type Program, type Tiercel, type TiercelSettings } from './tiercel.ts';

const retryMs = 1;

/** From the start of the process to the first alert that is answered 200, and so on disk. The process runs on. */
export async function timeToFirstAnswer(
  program: Program,
  settings: TiercelSettings,
): Promise<{ readonly ms: number; readonly tiercel: Tiercel }> {
  const tiercel = await launchTiercel(program, settings);
  const body = demoAlert(seededRandom(Date.now()), Date.now());
  const { hostname, port, host } = new URL(tiercel.url);
  const request = `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
  for (;;) {
    const status = await exchange(Number(port), hostname, request);
    if (status === 200) return { ms: performance.now() - tiercel.launchedAtMs, tiercel };
    if (tiercel.child.exitCode !== null) throw new Error(`Tiercel ended before it answered: ${tiercel.log()}`);
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/** From start to end of a Node that does nothing. */
export async function timeOfNode(): Promise<number> {
  const startedAtMs = performance.now();
  const child = start({ core: cores.subject, words: [process.execPath, '-e', '0'] });
  await once(child, 'exit');
  return performance.now() - startedAtMs;
}

/** Ends it as a crash would. */
export async function kill({ child }: Tiercel): Promise<void> {
  await stop(child, 'SIGKILL');
}

/** The status, or 0 while nobody listens. */
async function exchange(port: number, host: string, request: string): Promise<number> {
  const socket = connect({ port, host });
  return new Promise((resolve) => {
    socket.on('error', () => resolve(0)).on('close', () => resolve(0));
    socket.once('connect', () => socket.write(request));
    socket.once('data', (data) => {
      resolve(Number(data.toString('latin1', 9, 12)));
      socket.destroy();
    });
  });
}
