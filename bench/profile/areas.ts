import { isPseudo, type SelfTime } from './cpu-profile.ts';

/** Where files belong, the first that fits. What is asked for is where the time of an alert goes, from the socket to the disk. */
const areas: readonly (readonly [RegExp, string])[] = [
  [/\/src\/kit\/json-read|\/src\/alert\/falco-json|\/src\/alert\/time|decode-utf8|alert-batch/, 'parse'],
  [/\/src\/alert\/|\/src\/kit\/json-write|\/src\/template\//, 'enrich and write JSON'],
  [/\/src\/sources\/(?:listener|http-port|mux|answer|deadlines|request-body|falco-http)/, 'http, ours'],
  [/\/src\/sources\//, 'intake'],
  [/\/src\/journal\/.*(?:search|words|terms)/, 'journal: full text'],
  [/\/src\/journal\//, 'journal'],
  [/\/src\/(?:delivery|routing|outputs)\//, 'delivery'],
  [/\/src\//, 'other of ours'],
  [
    /node:_http|node:net|node:internal\/(?:streams|stream_base|js_stream|http)|node:stream|node:internal\/net/,
    'http, Node',
  ],
  [/node:internal\/(?:worker|per_context\/messageport|event_target)/, 'messages between threads'],
  [/node:sqlite/, 'journal'],
  [
    /node:internal\/(?:timers|process\/task|process\/promises|async_hooks)|node:(?:timers|events|async)/,
    'event loop, Node',
  ],
  [/node:/, 'other of Node'],
  [/\/node_modules\//, 'packages'],
];

const pseudoAreas: Readonly<Record<string, string>> = {
  '(garbage collector)': 'garbage collection',
  '(program)': 'native: system calls, event loop',
};

export function areaOf({ functionName, url }: SelfTime): string {
  if (isPseudo(functionName)) return pseudoAreas[functionName] ?? functionName;
  return areas.find(([pattern]) => pattern.test(url))?.[1] ?? 'native: system calls, event loop';
}

/** The file as people know it. */
export function fileOf({ functionName, url }: SelfTime): string {
  if (isPseudo(functionName)) return functionName;
  return /\/((?:src|node_modules)\/.*)$/.exec(url)?.[1] ?? (url === '' ? functionName : url);
}
