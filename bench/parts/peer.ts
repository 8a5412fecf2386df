import { freePort } from './free-port.ts';
import { cores, start } from './processes.ts';
import { subjectOf, type Subject } from './subject.ts';

/** Another server with Falcosidekick's surface. */
export interface Peer {
  /** Whether it is ours to start, and so to configure and to pin. */
  readonly isStarted: boolean;
  /** @param environment Falcosidekick's variables */
  start(environment?: Readonly<Record<string, string>>): Promise<Subject>;
}

/** A peer that somebody else started: it is as it is, and on whatever core. */
export function runningPeer(url: string, pid: number | undefined): Peer {
  return { isStarted: false, start: async () => ({ url, pid, [Symbol.asyncDispose]: async () => {} }) };
}

/** A peer that is started for each run, on the subject's core, with `{port}` in its command and `LISTENPORT` in its environment. */
export function peerByCommand(command: string): Peer {
  return {
    isStarted: true,
    start: async (environment) => {
      const port = await freePort();
      const words = command
        .trim()
        .split(/\s+/)
        .map((word) => word.replaceAll('{port}', String(port)));
      const child = start({
        core: cores.subject,
        words,
        environment: { LISTENADDRESS: '127.0.0.1', LISTENPORT: String(port), ...environment },
        stderr: 'ignore',
      });
      return subjectOf(child, `http://127.0.0.1:${port}/`, `http://127.0.0.1:${port}/ping`);
    },
  };
}
