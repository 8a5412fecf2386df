import path from 'node:path';
import { parseArgs } from 'node:util';
import { peerByCommand, runningPeer, type Peer } from '../parts/peer.ts';
import type { Sizes } from './measure.ts';

export const help = `npm run bench -- [options]

  --only GOALS         some goals, such as G2,G3; without it all, and bench/RESULTS.md is written
  --pairs N            pairs of runs, A B A B (7)
  --seconds N          length of a run under load (5)
  --quick              2 pairs of 2 seconds, small sizes: to see that it works, not to quote
  --backlog N          alerts of the backlog of G5 (1000000)
  --big SIZE           journal of the restart of G8, in GB (1; the goal is set for 10)
  --console-alerts N,N alerts that the console looks at in G11, each compared with the first (100000,1000000); 10000000 takes
                       10 GB of disk and half an hour to seed
  --console-folder DIR keeps the seeded journals there, and uses those that the last hours left
  --peer-command CMD   starts a server with Falcosidekick's surface for each run, on the subject's core; {port} in CMD is its
                       port, LISTENPORT too, and Falcosidekick's variables configure it
  --peer URL           one that runs already; --peer-pid PID gives figures per CPU-second
  --peer-name TEXT     what it is, for the results: name and commit
  --node-flags FLAGS   for the Node of the subject
  --checkout DIR       measures the bundle of another checkout with this bench: before and after
  --results FILE       writes the page there, whatever was run
  --json FILE          writes all figures

Examples:
  npm run bench -- --quick
  npm run bench -- --only G2,G3 --pairs 9
  npm run bench -- --peer-command './falcosidekick' --peer-name 'Falcosidekick 8807ab7'
  npm run bench -- --only G8 --big 10
  npm run bench -- --only G11 --console-alerts 100000,1000000,10000000 --console-folder /var/tmp/seeded
  npm run bench -- --only G2 --node-flags '--max-semi-space-size=64'`;

export interface CommandLine {
  readonly wantsHelp: boolean;
  /** Of goals; all of them without it. */
  readonly only: ReadonlySet<string> | undefined;
  readonly sizes: Sizes;
  readonly peer: Peer | undefined;
  readonly peerName: string | undefined;
  readonly nodeFlags: readonly string[];
  readonly checkout: string;
  readonly resultsFile: string | undefined;
  readonly jsonFile: string | undefined;
  /** What to type to do the same elsewhere: without paths of this machine. */
  readonly repetition: string;
}

const here = path.join(import.meta.dirname, '../..');

/** @throws TypeError for an option that there is not */
export function readCommandLine(words: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string' },
      pairs: { type: 'string' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      backlog: { type: 'string' },
      big: { type: 'string' },
      'console-alerts': { type: 'string' },
      'console-folder': { type: 'string' },
      peer: { type: 'string' },
      'peer-pid': { type: 'string' },
      'peer-command': { type: 'string' },
      'peer-name': { type: 'string' },
      'node-flags': { type: 'string', default: '' },
      checkout: { type: 'string', default: here },
      results: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const isWhole = values.only === undefined && !values.quick;
  return {
    wantsHelp: values.help,
    only: values.only === undefined ? undefined : new Set(values.only.toUpperCase().split(',')),
    sizes: sizesOf(values.quick, values),
    peer: peerOf(values['peer-command'], values.peer, values['peer-pid']),
    peerName: values['peer-name'] ?? ((values['peer-command'] ?? values.peer) ? 'without a name' : undefined),
    nodeFlags: values['node-flags'].split(' ').filter((flag) => flag !== ''),
    checkout: path.resolve(values.checkout),
    resultsFile: values.results ?? (isWhole ? path.join(here, 'bench/RESULTS.md') : undefined),
    jsonFile: values.json,
    repetition: repetitionOf({ ...values, ...(values['peer-command'] && { 'peer-command': './peer' }) }),
  };
}

/** What decides about the figures, in the order of the help. */
const repeated = [
  'only',
  'pairs',
  'seconds',
  'quick',
  'backlog',
  'big',
  'console-alerts',
  'peer-command',
  'peer-name',
  'node-flags',
];

function repetitionOf(values: Readonly<Record<string, string | boolean | undefined>>): string {
  const words = repeated.flatMap((name) => {
    const value = values[name];
    if (value === undefined || value === false || value === '') return [];
    return value === true ? [`--${name}`] : [`--${name} ${/^[\w.,/-]+$/.test(value) ? value : `'${value}'`}`];
  });
  return ['npm run bench', ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
}

type Sized = 'pairs' | 'seconds' | 'backlog' | 'big' | 'console-alerts' | 'console-folder';
type Asked = { readonly [Name in Sized]?: string | undefined };

function sizesOf(isQuick: boolean, asked: Asked): Sizes {
  const seconds = Number(asked.seconds ?? (isQuick ? 2 : 5));
  return {
    isQuick,
    pairs: Number(asked.pairs ?? (isQuick ? 2 : 7)),
    seconds,
    backlogAlerts: Number(asked.backlog ?? (isQuick ? 50_000 : 1_000_000)),
    backlogBytes: Number(asked.big ?? (isQuick ? 0.05 : 1)) * 1e9,
    storedAlerts: isQuick ? 20_000 : 200_000,
    consoleAlerts: numbersIn(asked['console-alerts'] ?? (isQuick ? '20000,100000' : '100000,1000000')),
    consoleFolder: asked['console-folder'] && path.resolve(asked['console-folder']),
    liveSeconds: isQuick ? 5 : 20,
    reloads: isQuick ? 20 : 500,
    startPairs: isQuick ? 5 : 30,
    peerSeconds: isQuick ? 10 : 60,
    outageSeconds: isQuick ? 5 : 60,
  };
}

/** @throws TypeError that says how it is written */
function numbersIn(text: string): readonly number[] {
  const numbers = text.split(',').map(Number);
  const isMore = (each: number, index: number) => Number.isSafeInteger(each) && each > (numbers[index - 1] ?? 0);
  if (numbers.length > 1 && numbers.every(isMore)) return numbers;
  throw new TypeError(
    `--console-alerts is ${JSON.stringify(text)}: give two numbers or more, the least first, as 100000,1000000`,
  );
}

function peerOf(command: string | undefined, url: string | undefined, pid: string | undefined): Peer | undefined {
  if (command !== undefined) return peerByCommand(command);
  if (url !== undefined) return runningPeer(url, pid === undefined ? undefined : Number(pid));
  return undefined;
}
