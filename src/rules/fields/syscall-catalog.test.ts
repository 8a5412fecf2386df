import { expect, it } from 'vitest';
import { syscallCatalog, syscallEventTypes } from './syscall-catalog.ts';
import { compileCondition } from '../language/compile/compile-condition.ts';
import { parseCondition } from '../language/parse-condition.ts';
import { checkFormat } from './format.ts';

const catalog = syscallCatalog({ hasContainerPlugin: true });

it('has the fields of libs and of the container plugin', () => {
  expect(syscallCatalog({ hasContainerPlugin: false }).all()).toHaveLength(233);
  expect(catalog.all()).toHaveLength(294);
  expect(new Set(catalog.all().map(({ name }) => name)).size).toBe(294);
  expect(catalog.all().filter(({ description }) => !/^[^a-z].*\.$/.test(description))).toEqual([
    expect.objectContaining({ name: 'evt.io_dir' }),
  ]);
});

it('says deprecated and print only of the fields of which Falco does', () => {
  const names = (fields: readonly { name: string }[]) => fields.map(({ name }) => name);
  expect(names(catalog.all().filter(({ isDeprecated }) => isDeprecated))).toEqual([
    'evt.latency',
    'evt.latency.s',
    'evt.latency.ns',
    'evt.latency.quantized',
    'evt.latency.human',
    'evt.dir',
    'evt.wait_latency',
  ]);
  expect(names(catalog.all().filter(({ isPrintOnly }) => isPrintOnly))).toEqual(['evt.outputtime']);
});

it.for([
  ['fd.ip = val(fd.sip)', "field 'fd.ip' doesn't support right-hand side fields"],
  ['fd.sip = val(fd.ip)', "field 'fd.ip' can't be used as a right-hand side field"],
  ['fd.types in val(fd.types)', "field 'fd.types' doesn't support right-hand side fields"],
  ['evt.buflen.in = val(evt.around[1])', "field 'evt.around' can't be used as a right-hand side field"],
  ['fd.net = val(fd.net)', "field type 'IPNET' doesn't support right-hand side fields"],
  ['tolower(proc.aname[1]) = a', "field 'proc.aname' does not support transformers"],
  ['len(fd.sip.name) = 1', "field 'fd.sip.name' does not support transformers"],
  ['tolower(evt.rawarg.name) = a', 'does not support transformers'],
] as const)('does not let %s be', ([condition, message]) => {
  expect(() => compileCondition(parseCondition(condition), catalog)).toThrow(message);
});

it.for(['fd.cip = val(fd.sip)', 'len(fd.types) = 1', 'tolower(proc.name) = val(proc.pname)', 'proc.aname[1] = a'])(
  'lets %s be',
  (condition) => {
    expect(compileCondition(parseCondition(condition), catalog).warnings).toEqual([]);
  },
);

it.for([
  ['proc.name', 'CHARBUF'],
  ['fd.sip', 'IPADDR'],
  ['fd.net', 'IPNET'],
  ['fd.sport', 'PORT'],
  ['evt.rawres', 'INT64'],
  ['evt.arg.fd', 'CHARBUF'],
  ['evt.rawarg.fd', 'INT64'],
  ['evt.rawarg.flags', 'FLAGS'],
  ['evt.type.is.open', 'UINT32'],
  ['evt.abspath.src', 'CHARBUF'],
  ['thread.cgroup.cpuacct', 'CHARBUF'],
  ['container.id', 'CHARBUF'],
  ['evt.num', 'UINT64'],
] as const)('knows %s of type %s', ([name, type]) => {
  expect(catalog.find(name)).toMatchObject({ name, type });
});

it.for([
  ['proc.name', undefined],
  ['proc.aname', undefined],
  ['proc.aname', '2'],
  ['proc.env', 'PATH'],
  ['proc.args', '1'],
  ['evt.arg', '0'],
  ['evt.arg.flags', undefined],
  ['evt.abspath', undefined],
  ['evt.around', '1404996934793590564'],
  ['container.label', 'app'],
] as const)('reads nothing of %s[%s]', ([name, argument]) => {
  expect(
    catalog.reader(name, argument)({ source: 'syscall', json: null, text: '', timeNs: 0n, number: 1n }),
  ).toBeUndefined();
});

it.for([
  ['proc.nothing', undefined, 'filter_check called with nonexistent field proc.nothing'],
  ['proc.name', '1', 'filter_check called with nonexistent field proc.name[1]'],
  ['proc.aname', 'x', 'filter_check called with nonexistent field proc.aname[x]'],
  ['evt.arg', undefined, 'filter syntax error: evt.arg'],
  ['evt.rawarg', '0', 'evt.arg fields must be expressed explicitly'],
  ['evt.arg.nothing', undefined, 'unknown event argument nothing'],
  ['evt.type.is.nothing', undefined, 'filter_check called with nonexistent field evt.type.is.nothing'],
  ['ka.verb', undefined, 'filter_check called with nonexistent field ka.verb'],
] as const)('says of %s[%s]: %s', ([name, argument, message]) => {
  expect(() => catalog.reader(name, argument)).toThrow(new RangeError(message));
});

it('checks formats', () => {
  expect(checkFormat('%proc.name[%proc.aname[2]] opened %fd.name with %evt.arg.flags', catalog)).toBeUndefined();
  expect(checkFormat('%proc.nothing', catalog)).toBe("unknown filter: unexpected token after '");
});

it('knows the types of events', () => {
  const types = syscallEventTypes();
  expect(types.size).toBeGreaterThan(454);
  for (const type of ['open', 'openat2', 'execve', 'container', 'pluginevent']) expect(types).toContain(type);
});
