import { expect, it } from 'vitest';
import type { Entry } from '#ui/api/contract.ts';
import { parseExactJson, printExactJson } from '#ui/api/exact-json.ts';
import { ancestryOf } from './ancestry-of.ts';
import { jsonLines } from './json-lines.ts';
import { sectionsOf } from './sections-of.ts';
import { sentenceOf } from './sentence-of.ts';

function entry(fields: Readonly<Record<string, unknown>>, source = 'syscall'): Entry {
  return {
    seq: 1,
    receivedAtMs: 0,
    lane: 'normal',
    alert: {
      uuid: 'u',
      output: 'o',
      priority: 'Notice',
      rule: 'r',
      time: 't',
      output_fields: fields,
      source,
      hostname: 'h',
    },
  };
}

const sentence = (of: Entry) =>
  sentenceOf(of)
    .map(({ text, isQuoted }) => (isQuoted ? `\`${text}\`` : text))
    .join('');

it.for([
  [
    {
      'proc.name': 'sh',
      'proc.pname': 'node',
      'proc.cmdline': 'sh -c id',
      'user.name': 'app',
      'user.uid': 1000,
      'k8s.pod.name': 'web-0',
    },
    '`sh`, a child of `node`, ran `sh -c id` as user `app` (uid 1000) in `web`.',
  ],
  [
    { 'proc.name': 'cat', 'fd.name': '/etc/shadow', 'evt.type': 'openat', 'proc.cmdline': 'cat /etc/shadow' },
    '`cat` opened `/etc/shadow` with `cat /etc/shadow` on the host `h`.',
  ],
  [
    { 'proc.name': 'curl', 'fd.name': '10.0.0.1:5->10.0.0.2:443' },
    '`curl` talked over `10.0.0.1:5->10.0.0.2:443` on the host `h`.',
  ],
  [{ 'proc.name': '<NA>' }, ''],
] as const)('says %j as a sentence', ([fields, text]) => {
  expect(sentence(entry(fields))).toBe(text);
});

it('says what was asked of the API server', () => {
  const fields = {
    'ka.user.name': 'eve',
    'ka.verb': 'create',
    'ka.target.resource': 'pods',
    'ka.target.name': 'x',
    'ka.target.namespace': 'ns',
  };
  expect(sentence(entry(fields, 'k8s_audit'))).toBe('`eve` asked the API server to `create` `pods` `x` in `ns`.');
});

it('finds who started whom, oldest first', () => {
  const fields = {
    'proc.name': 'kworkerds',
    'proc.cmdline': '/tmp/kworkerds -o pool',
    'proc.pid': 9,
    'proc.pname': 'sh',
    'proc.aname[2]': 'node',
    'proc.aname[3]': 'systemd',
  };
  expect(ancestryOf(entry(fields))).toEqual([
    { name: 'systemd', rest: '', pid: undefined, isIt: false },
    { name: 'node', rest: '', pid: undefined, isIt: false },
    { name: 'sh', rest: '', pid: undefined, isIt: false },
    { name: 'kworkerds', rest: '-o pool', pid: '9', isIt: true },
  ]);
});

it('puts every field with a value into one section', () => {
  const fields = {
    'k8s.ns.name': 'a',
    'proc.name': 'b',
    'fd.name': 'c',
    'evt.time': 1,
    odd: { x: 1 },
    none: null,
    empty: '',
  };
  const shown = sectionsOf(entry(fields)).flatMap((section) => section.fields.map(({ name }) => name));
  expect(shown.toSorted()).toEqual(['evt.time', 'fd.name', 'k8s.ns.name', 'odd', 'proc.name']);
});

it('has a path for every line, and together the lines are the JSON', () => {
  const value = parseExactJson<object>('{"a":{"proc.name":"x","b":[1,{"c":1795578001396692892}]},"d":[],"e":{}}');
  const lines = jsonLines(value);
  const text = lines.map(
    ({ indent, key, text: line }) => `${'  '.repeat(indent)}${key === undefined ? '' : `${key}: `}${line}`,
  );
  expect(text.join('\n')).toBe(printExactJson(value));
  expect(lines.find(({ key }) => key === '"proc.name"')?.path).toBe('.a["proc.name"]');
  expect(lines.find(({ key }) => key === '"c"')?.path).toBe('.a.b[1].c');
});
