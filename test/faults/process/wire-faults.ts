import type { Socket } from 'node:net';
import { setInterval } from 'node:timers';

/** One way in which a destination answers badly. */
export interface WireFault {
  /** Of the output and the path. */
  readonly name: string;
  /** Writes the answer, and returns how long it asks not to be asked again; 0 where it does not. */
  readonly answer: (socket: Socket) => number;
  /** It says that it has the alert, however badly. */
  readonly isAcceptance?: boolean;
}

const secondMs = 1000;
const tenYearsMs = 3650 * 24 * 3600 * secondMs;
const gibibyte = 1024 ** 3;

export const wireFaults: readonly WireFault[] = [
  asking('429-seconds', 429, () => ['2', 2 * secondMs]),
  asking('503-seconds', 503, () => ['2', 2 * secondMs]),
  asking(
    '429-date',
    429,
    inHttpDate((date) => date.toUTCString()),
  ),
  asking('503-date-of-rfc-850', 503, inHttpDate(rfc850)),
  asking('429-ten-years', 429, () => [String(tenYearsMs / secondMs), tenYearsMs]),
  asking('503-date-in-ten-years', 503, () => [new Date(Date.now() + tenYearsMs).toUTCString(), tenYearsMs]),
  asking('429-immense', 429, () => ['9'.repeat(400), tenYearsMs]),
  asking('429-zero', 429, () => ['0', 0]),
  asking('429-negative', 429, () => ['-5', 0]),
  asking('429-past', 429, () => [new Date(0).toUTCString(), 0]),
  asking('429-garbage', 429, () => ['soon, \u00e9 perhaps; 1e9', 0]),
  asking('429-empty', 429, () => ['', 0]),
  ...[408, 425, 429, 500, 502, 503, 504, 599].map((status) => plain(`${status}-plain`, `HTTP/1.1 ${status} No\r\n`)),
  { name: '500-one-gibibyte', answer: (socket) => flood(socket, `${head(500)}Content-Length: ${gibibyte}\r\n\r\n`) },
  { name: '500-endless-chunks', answer: (socket) => flood(socket, chunkedHead(500), chunkOf('x'.repeat(65_536))) },
  {
    name: '200-endless-chunks',
    answer: (socket) => flood(socket, chunkedHead(200), chunkOf('x'.repeat(65_536))),
    isAcceptance: true,
  },
  { name: 'endless-headers', answer: (socket) => flood(socket, head(500), 'X-Filler: more\r\n'.repeat(4096)) },
  { name: 'endless-header', answer: (socket) => flood(socket, `${head(500)}X-Filler: `, 'x'.repeat(65_536)) },
  { name: 'endless-status-line', answer: (socket) => flood(socket, 'HTTP/1.1 500 ', 'x'.repeat(65_536)) },
  { name: 'endless-interim-answers', answer: (socket) => trickle(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n') },
  { name: 'trickled-headers', answer: (socket) => trickle(socket, 'X-Filler: more\r\n', head(500)) },
  { name: 'trickled-body', answer: (socket) => trickle(socket, chunkOf('x'), chunkedHead(500)) },
  { name: 'silence', answer: () => 0 },
  { name: 'reset', answer: (socket) => reset(socket) },
  { name: 'close', answer: (socket) => end(socket, '') },
  { name: 'half-status-line', answer: (socket) => end(socket, 'HTTP/1.') },
  { name: 'half-headers', answer: (socket) => end(socket, `${head(200)}Content-Len`) },
  { name: 'half-error-body', answer: (socket) => end(socket, `${head(500)}Content-Length: 100\r\n\r\nhalf`) },
  { name: 'no-http', answer: (socket) => end(socket, 'SSH-2.0-OpenSSH_9.2\r\n') },
  { name: 'wrong-length', answer: (socket) => end(socket, `${head(500)}Content-Length: -1\r\n\r\n`) },
  {
    name: 'two-framings',
    answer: (socket) => end(socket, `${chunkedHead(500).trimEnd()}\r\nContent-Length: 3\r\n\r\n`),
  },
  {
    name: 'two-answers',
    answer: (socket) => end(socket, `${head(500)}Content-Length: 0\r\n\r\n${head(200)}Content-Length: 0\r\n\r\n`),
  },
];

function head(status: number): string {
  return `HTTP/1.1 ${status} Fault\r\n`;
}

function chunkedHead(status: number): string {
  return `${head(status)}Transfer-Encoding: chunked\r\n\r\n`;
}

function chunkOf(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

function plain(name: string, statusLine: string): WireFault {
  return {
    name,
    answer: (socket) => {
      socket.write(`${statusLine}Content-Length: 2\r\n\r\nno`);
      return 0;
    },
  };
}

type Pause = () => readonly [text: string, pauseMs: number];

/** A refusal with `Retry-After`. */
function asking(name: string, status: number, pause: Pause): WireFault {
  return {
    name,
    answer: (socket) => {
      const [text, pauseMs] = pause();
      socket.write(`${head(status)}Retry-After: ${text}\r\nContent-Length: 0\r\n\r\n`, 'latin1');
      return pauseMs;
    },
  };
}

/** Such dates have whole seconds. */
function inHttpDate(write: (date: Date) => string): Pause {
  return () => {
    const date = new Date(Math.ceil(Date.now() / secondMs) * secondMs + secondMs);
    return [write(date), date.getTime() - Date.now()];
  };
}

/** `Sunday, 06-Nov-94 08:49:37 GMT`, which a client must still read: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7. */
function rfc850(date: Date): string {
  const weekday = date.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${weekday}, ${day}-${month}-${year?.slice(2)} ${time} GMT`;
}

/** As much as the other side takes. */
function flood(socket: Socket, start: string, more: string = 'x'.repeat(65_536)): number {
  socket.write(start);
  const pour = () => {
    while (!socket.destroyed && socket.write(more));
  };
  socket.on('drain', pour);
  pour();
  return 0;
}

const trickleMs = 20;

/** Never ends, and is never silent for long. */
function trickle(socket: Socket, more: string, start = ''): number {
  socket.write(start);
  const timer = setInterval(() => socket.write(more), trickleMs);
  socket.on('close', () => clearInterval(timer));
  return 0;
}

function end(socket: Socket, text: string): number {
  socket.end(text, 'latin1');
  return 0;
}

function reset(socket: Socket): number {
  socket.resetAndDestroy();
  return 0;
}
