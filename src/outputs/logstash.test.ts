import { expect, it } from 'vitest';
import { logstashLine } from './logstash-line.ts';
import { alertFrom, testAlert } from './testing/alerts.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';

const json = (fields: string) =>
  `{"output":"o","priority":"Error","rule":"r","time":"2026-11-24T16:31:56Z","output_fields":${fields},"tags":["b"]}`;

it('is the JSON of the alert with tags after its own', () => {
  expect(logstashLine(testAlert, [])).toBe(`${testAlert.json}\r\n`);
  expect(logstashLine(alertFrom(json('{"a":1.0}')), ['a', 'c'])).toContain('"tags":["b","a","c"]}\r\n');
});

it.for([
  ['{"proc.aname[2]":"x"}', '{"proc.aname.2":"x"}'],
  ['{"a[10][2]":1.0,"b":{"c[0]":{"d[1]":2}}}', '{"a.10.2":1.0,"b":{"c.0":{"d.1":2}}}'],
  ['{"a[x]":1,"b[]":2,"c":["d[0]",{"e[0]":1}]}', '{"a[x]":1,"b[]":2,"c":["d[0]",{"e[0]":1}]}'],
  ['{"a.0":1,"a[0]":2}', '{"a.0":1}'],
] as const)('has no index in a name: %s', ([fields, expected]) => {
  expect(logstashLine(alertFrom(json(fields)), [])).toContain(`"output_fields":${expected},`);
});

it.for(Object.entries(hostileAlerts))('is one line for %s', ([, alert]) => {
  expect(logstashLine(alert, ['x\r\n'])).toMatch(/^[^\r\n]+\r\n$/);
});
