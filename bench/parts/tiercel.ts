import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './free-port.ts';
import { cores, start, stop } from './processes.ts';
import { subjectOf, type Subject } from './subject.ts';

/** What is measured: node, its flags, and the script. */
export interface Program {
  readonly words: readonly string[];
  /** Where folders of single runs are made. */
  readonly folder: string;
}

export interface TiercelSettings {
  /** YAML besides ports, journal and log. Without any, alerts are taken and kept, and that is all. */
  readonly configuration?: string;
  /** Falcosidekick's variables, so that a peer can be configured alike. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Journal, configuration and log are in there. Without it there is a fresh one, which goes with the subject. */
  readonly folder?: string;
  readonly logLevel?: 'warn' | 'info';
  /** Of loopback. Without it there is no console. */
  readonly consolePort?: number;
  /** Words between the program and its arguments, for Node. */
  readonly nodeFlags?: readonly string[];
}

export interface Tiercel extends Subject {
  readonly pid: number;
  readonly child: ChildProcess;
  /** By `performance.now()`. */
  readonly launchedAtMs: number;
  readonly folder: string;
  /** Writes the configuration anew; the program notices, or is told by SIGHUP. */
  configure(configuration: string): void;
  log(): string;
}

const onlyKeep = 'stdout: { enabled: false }\n';

/** Starts Tiercel and resolves when it answers. */
export async function startTiercel(program: Program, settings: TiercelSettings = {}): Promise<Tiercel> {
  const launch = await launchTiercel(program, settings);
  const subject = await subjectOf(launch.child, launch.url, `${launch.url}ping`).catch((error: unknown) => {
    throw new Error(`Tiercel did not start: ${launch.log()}`, { cause: error });
  });
  return {
    ...launch,
    [Symbol.asyncDispose]: async () => {
      await subject[Symbol.asyncDispose]();
      if (settings.folder === undefined) rmSync(launch.folder, { recursive: true, force: true });
    },
  };
}

/** Starts Tiercel without waiting: the time that it takes to start is the caller's to measure. */
export async function launchTiercel(program: Program, settings: TiercelSettings = {}): Promise<Tiercel> {
  const { configuration = onlyKeep, environment, logLevel = 'warn', nodeFlags = [], consolePort } = settings;
  const folder = settings.folder ?? mkdtempSync(path.join(program.folder, 'run-'));
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const file = path.join(folder, 'bench.yaml');
  const logFile = path.join(folder, 'log');
  const configure = (text: string) =>
    writeFileSync(
      file,
      `listenaddress: 127.0.0.1\nlistenport: ${port}\n${consoleOf(consolePort)}\nlog: { level: ${logLevel} }\nshutdowntimeout: 1s\n` +
        `journal: { path: ${path.join(folder, 'journal')}, retention: { bytes: 1TiB } }\n${text}`,
    );
  configure(configuration);
  const log = openSync(logFile, 'w');
  const [node = '', ...script] = program.words;
  const words = [node, ...nodeFlags, ...script, 'serve', '-c', file];
  const launchedAtMs = performance.now();
  const child = start({ core: cores.subject, words, stderr: log, ...(environment && { environment }) });
  closeSync(log);
  if (child.pid === undefined) throw new Error(`${node} could not be started`);
  return {
    url: `http://127.0.0.1:${port}/`,
    pid: child.pid,
    child,
    launchedAtMs,
    folder,
    configure,
    log: () => readFileSync(logFile, 'utf8'),
    [Symbol.asyncDispose]: () => stop(child),
  };
}

function consoleOf(port: number | undefined): string {
  if (port === undefined) return 'console: { enabled: false }';
  return `console: { listenaddress: 127.0.0.1, listenport: ${port}, auth: none }`;
}
