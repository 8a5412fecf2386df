import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileOutput } from './detection.ts';
import { checkFormat, compileFormat, escapeLine, formatFields } from './format.ts';
import { kubernetesCatalog } from './kubernetes-catalog.ts';
import { quietSurroundings, ruleEvent, someTimeNs } from './testing/rule-event.ts';

const catalog = kubernetesCatalog(quietSurroundings);
const event = ruleEvent({
  auditID: 'a-1',
  verb: 'create',
  user: { username: 'eve', groups: ['staff', 'ops'] },
  requestURI: '/x?key=1',
  requestObject: { spec: { containers: [{ name: 'a', image: 'héllo' }] } },
});

describe('what a format prints', () => {
  it.for<[format: string, output: string]>([
    ['plain', 'plain'],
    ['*plain', 'plain'],
    ['%ka.verb', 'create'],
    ['%ka.verbx', 'createx'],
    ['%ka.verb.', 'create.'],
    ['%ka.verb%ka.user.name', 'createeve'],
    ['%ka.verb[x]', 'create[x]'],
    ['%ka.uri.param', '/x?key=1.param'],
    ['%ka.uri.param[key]!', '1!'],
    ['%ka.uri.param["key"]!', '1!'],
    ['%ka.user.groups', '(staff,ops)'],
    ['%ka.req.pod.containers.name[0]', '(a)'],
    ['%ka.target.name', '<NA>'],
    ['%ka.sourceips', '<NA>'],
    ['%3ka.verb|', 'cre|'],
    ['%8ka.verb|', 'create  |'],
    ['%08ka.verb|', 'create  |'],
    ['%0ka.verb|', 'create|'],
    ['%4ka.target.name|', '<NA>|'],
    ['%2ka.req.pod.containers.image|', '(h|'],
    ['%evt.time', '03:04:05.123456789'],
    ['%evt.time.s', '03:04:05'],
    ['%evt.time.iso8601', '2024-01-02T03:04:05.123456789+0000'],
    ['%evt.datetime', '2024-01-02 03:04:05.123456789'],
    ['%evt.datetime.s', '2024-01-02 03:04:05'],
    ['%evt.rawtime', '1704164645123456789'],
    ['%evt.rawtime.s %evt.rawtime.ns', '1704164645 123456789'],
    ['%evt.reltime %evt.reltime.s %evt.reltime.ns', '5123456789 5 123456789'],
    ['%evt.num %evt.source %evt.is_async %evt.asynctype', '7 k8s_audit false <NA>'],
    ['%evt.hostname %evt.pluginname', 'node-1 k8saudit'],
    ['%toupper(ka.verb)!', 'CREATE!'],
    ['%toupper(ka.verb)[', 'CREATE['],
    ['%toupper(ka.verb)[x]', 'CREATE[x]'],
    ['%toupper( ka.verb )', 'CREATE'],
    ['%toupper(ka.target.name)', '<NA>'],
    ['%len(ka.user.groups) %len(ka.verb)', '2 6'],
    ['%join("+", ka.user.groups)', 'staff+ops'],
    ['%concat(ka.verb, " by ", tolower(ka.user.name))', 'create by eve'],
    ['%6toupper(ka.verb)|%8toupper(ka.verb)|', 'CREATE|CREATE  |'],
    ['%json.value[/user/username]', 'eve'],
  ])('%s → %s', ([format, output]) => {
    expect(compileFormat(format, catalog)(event).output).toBe(output);
    expect(checkFormat(format, catalog)).toBeUndefined();
  });

  it('cuts long lists as Falco does', () => {
    const groups = Array.from({ length: 300 }, (_, at) => `group-${at}`);
    const { output, outputFields } = compileFormat(
      '%ka.user.groups',
      catalog,
    )(ruleEvent({ auditID: 'a', user: { groups } }));
    expect(output).toHaveLength(1023);
    expect(outputFields).toEqual({ 'ka.user.groups': groups });
  });

  it.for<[format: string, message: string]>([
    ['', 'empty formatting token'],
    ['100%', 'invalid formatting syntax: formatting cannot end with a %'],
    ['%12', 'invalid formatting syntax: formatting cannot end with a number'],
    ['100% sure', "unknown filter: unexpected token after '"],
    ['%%', "unknown filter: unexpected token after '"],
    ['%foo', "unknown filter: unexpected token after '"],
    ['%foo.bar', "unknown filter: unexpected token after '"],
    ['%toupper(foo.bar)', "unknown filter: unexpected token after '"],
    ['%toupper(ka.verb', "unknown filter: unexpected token after '"],
  ])('refuses %j', ([format, message]) => {
    expect(checkFormat(format, catalog)).toBe(message);
    expect(() => compileFormat(format, catalog)).toThrow(message);
  });

  it('never throws at an event', () => {
    const formats = fc.array(
      fc.constantFrom('%ka.verb', '%', 'x', '[', ']', '%evt.time', '%5', '.', 'ka.uri', '(', '"'),
    );
    fc.assert(
      fc.property(formats, (parts) => {
        const format = parts.join('');
        if (checkFormat(format, catalog) !== undefined) return;
        expect(typeof compileFormat(format, catalog)(event).output).toBe('string');
      }),
    );
  });
});

describe('output fields', () => {
  it('hold plain fields as they are, and times as nanoseconds', () => {
    const format = '%ka.verb %ka.user.groups %ka.target.name %evt.time %evt.num %evt.is_async %ka.uri.param[key]';
    expect(JSON.stringify(compileFormat(format, catalog)(event).outputFields)).toBe(
      `{"ka.verb":"create","ka.user.groups":["staff","ops"],"ka.target.name":null,"evt.time":${someTimeNs},"evt.num":7,"evt.is_async":false,"ka.uri.param[key]":"1"}`,
    );
  });

  it('name a field inside a transformer plainly', () => {
    expect(formatFields('%toupper(ka.verb) %ka.verb', catalog)).toEqual(['ka.verb']);
    const format = '%concat(ka.user.name, ":", ka.uri.param[key])';
    expect(compileFormat(format, catalog)(event).outputFields).toEqual({
      'ka.user.name': 'eve',
      'ka.uri.param[key]': '1',
    });
    expect(compileFormat('%toupper(ka.verb)', catalog)(event).outputFields).toEqual({ 'ka.verb': 'create' });
  });
});

describe('an alert', () => {
  it('begins with time and priority, and has the time among its fields', () => {
    const options = { output: 'made by %ka.user.name', priority: 'Warning', isIsoTime: false } as const;
    const detection = compileOutput(options, catalog)(event);
    expect(detection.output).toBe('03:04:05.123456789: Warning made by eve');
    expect(detection.message).toBe('made by eve');
    expect(JSON.stringify(detection.outputFields)).toBe(`{"ka.user.name":"eve","evt.time":${someTimeNs}}`);
    expect(compileOutput({ ...options, isIsoTime: true }, catalog)(event).output).toBe(
      '2024-01-02T03:04:05.123456789+0000: Warning made by eve',
    );
  });

  it('has the extra fields of append_output', () => {
    const extraFields = { who: { format: 'user %ka.user.name' }, 'ka.user.groups': { field: 'ka.user.groups' } };
    const options = { output: 'x', priority: 'Error', isIsoTime: false, extraFields } as const;
    expect(compileOutput(options, catalog)(event).outputFields).toMatchObject({
      who: 'user eve',
      'ka.user.groups': ['staff', 'ops'],
    });
  });

  it('is one line of text', () => {
    expect(escapeLine('a "b"\n\\ \u0007 é')).toBe('a \\"b\\"\\n\\\\ \\u0007 é');
  });
});
