/**
 * The load generator: its own process on its own core. Two modes, both with distinct alerts of about a kilobyte.
 * closed: every connection posts as soon as it was answered, for a while; prints how many were accepted.
 * open: posts at intended moments whatever the answers do, and measures from those moments (no coordinated omission).
 * Arguments: mode url connections seconds rate
 */
import { connect, type Socket } from 'node:net';
import { demoAlert, seededRandom } from '../src/app/demo-alerts.ts';

const [mode = 'closed', target = '', connections = '64', seconds = '5', rate = '200'] = process.argv.slice(2);
const url = new URL(target);
const durationMs = Number(seconds) * 1000;

/** Varied bodies, with a place for a number that makes each alert a different one. */
const bodies = Array.from({ length: 256 }, (_, index) => {
  const random = seededRandom(index);
  return demoAlert(random, Date.now()).replace(/\.\d{9}Z"/, '.#########Z"');
});
let serial = 0;

function request(): Buffer {
  const number = String(++serial).padStart(9, '0');
  const body = (bodies[serial % bodies.length] ?? '').replace('#########', number);
  const head = `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}

interface Lane {
  readonly socket: Socket;
  /** Called with the status of the next answer. */
  answered: (status: number) => void;
}

/** A keep-alive connection that reads just enough of HTTP: status line, Content-Length, end of head. */
async function open(): Promise<Lane> {
  const socket = connect(Number(url.port || 80), url.hostname);
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const lane: Lane = { socket, answered: () => {} };
  let pending = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    pending += chunk;
    for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(pending.slice(0, end + 2))?.[1] ?? 0);
      if (pending.length < end + 4 + length) return;
      const status = Number(pending.slice(9, 12));
      pending = pending.slice(end + 4 + length);
      lane.answered(status);
    }
  });
  return lane;
}

async function closedLoop(): Promise<void> {
  const lanes = await Promise.all(Array.from({ length: Number(connections) }, open));
  const startedAt = performance.now();
  let accepted = 0;
  let refused = 0;
  await Promise.all(
    lanes.map(
      (lane) =>
        new Promise<void>((resolve) => {
          lane.answered = (status) => {
            if (status === 200) accepted++;
            else refused++;
            if (performance.now() - startedAt >= durationMs) resolve();
            else lane.socket.write(request());
          };
          lane.socket.write(request());
        }),
    ),
  );
  const elapsed = (performance.now() - startedAt) / 1000;
  for (const { socket } of lanes) socket.destroy();
  console.log(JSON.stringify({ accepted, refused, seconds: elapsed }));
}

async function openLoop(): Promise<void> {
  const lane = await open();
  const latenciesMs: number[] = [];
  const intended: number[] = [];
  lane.answered = () => {
    const at = intended.shift();
    if (at !== undefined) latenciesMs.push(performance.now() - at);
  };
  const intervalMs = 1000 / Number(rate);
  const startedAt = performance.now();
  for (let next = startedAt; next < startedAt + durationMs; next += intervalMs) {
    while (performance.now() < next)
      if (next - performance.now() > 2) await new Promise((resolve) => setTimeout(resolve, 1));
      else await new Promise(setImmediate);
    intended.push(next);
    lane.socket.write(request());
  }
  const deadline = performance.now() + 5000;
  while (intended.length > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  lane.socket.destroy();
  latenciesMs.sort((a, b) => a - b);
  const at = (share: number) =>
    latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share))] ?? NaN;
  console.log(
    JSON.stringify({ answers: latenciesMs.length, unanswered: intended.length, p50Ms: at(0.5), p99Ms: at(0.99) }),
  );
}

await (mode === 'open' ? openLoop() : closedLoop());
