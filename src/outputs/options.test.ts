import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { Secret } from '#kit/secret.ts';
import { hostAndPort } from './host-and-port.ts';
import { commonOptions } from './common-options.ts';
import { optionRows } from './testing/option-rows.ts';
import { byteSize, duration, httpUrl, template } from './options.ts';

function problem(schema: z.ZodType, input: unknown): string {
  const { error } = schema.safeParse(input);
  return error ? error.issues.map(({ message }) => message).join() : '';
}

describe('the options of all outputs', () => {
  const defaults = { minimumpriority: undefined, timeout: 30_000 };

  it('depend on how messages travel', () => {
    expect(commonOptions.local.parse({})).toEqual(defaults);
    expect(commonOptions.socket.parse({})).toEqual({ ...defaults, checkcert: true, mutualtls: false });
    expect(commonOptions.http.parse({})).toEqual({
      ...defaults,
      checkcert: true,
      mutualtls: false,
      maxconcurrentrequests: 1,
      customheaders: {},
    });
    expect(problem(commonOptions.local, { checkcert: false })).toContain('checkcert');
  });

  it('have descriptions', () => {
    const described = optionRows(commonOptions.http).filter(({ description }) => /^[A-Z].*\.$/.test(description ?? ''));
    expect(described.map(({ path }) => path.join('.'))).toEqual(Object.keys(commonOptions.http.shape));
  });

  it.for([
    ['info', 'Informational'],
    ['WARNING', 'Warning'],
    ['', undefined],
  ] as const)('take the minimum priority %j', ([text, priority]) => {
    expect(commonOptions.http.parse({ minimumpriority: text }).minimumpriority).toBe(priority);
  });

  it.for(['warn', 'notice+', 'x'])('refuse the minimum priority %j, naming those there are', (text) => {
    expect(problem(commonOptions.http, { minimumpriority: text })).toBe(
      'It must be one of Emergency, Alert, Critical, Error, Warning, Notice, Informational, Debug.',
    );
  });

  it('hide the values of headers', () => {
    const { customheaders } = commonOptions.http.parse({ customheaders: { 'X-Api-Key': 'swordfish' } });
    expect(JSON.stringify(customheaders)).toBe('{"X-Api-Key":"[secret]"}');
    expect(customheaders['X-Api-Key']?.reveal()).toBe('swordfish');
  });

  it('need some time', () => {
    expect(problem(commonOptions.http, { timeout: '0s' })).toContain('more than nothing');
    expect(problem(commonOptions.http, { timeout: 'soon' })).toContain('such as 500ms, 30s or 1h30m');
  });
});

it('reads times and sizes, numbers too', () => {
  expect(duration('Time.', '1s').parse(2_000_000)).toBe(2);
  expect(duration('Time.', '1s').parse(undefined)).toBe(1000);
  expect(byteSize('Size.', '1kB').parse(undefined)).toBe(1000);
  expect(byteSize('Size.', '1kB').parse(5)).toBe(5);
  expect(problem(byteSize('Size.', '1kB'), 'big')).toContain('such as 100MiB');
});

it('hides a URL that carries credentials, and only such a one', () => {
  expect(httpUrl('URL.').parse('http://example.com/x')).toBe('http://example.com/x');
  expect(httpUrl('URL.').parse('http://user:swordfish@example.com')).toBeInstanceOf(Secret);
  expect(problem(httpUrl('URL.'), 'ftp://example.com')).not.toBe('');
});

it('says where a template is wrong', () => {
  expect(template('Text.').parse('')).toBeUndefined();
  expect(problem(template('Text.'), 'a\n{{ .Rule')).toMatch(/^It is not a valid template: line 2, column \d+: /);
});

it.for([
  ['redis', { host: 'redis', port: 6379 }],
  ['redis:1', { host: 'redis', port: 1 }],
  ['192.0.2.1:80', { host: '192.0.2.1', port: 80 }],
  ['[2001:db8::1]:80', { host: '2001:db8::1', port: 80 }],
  ['[::1]', { host: '::1', port: 6379 }],
  ['', undefined],
  [':6379', undefined],
  ['2001:db8::1', undefined],
  ['redis:0', undefined],
  ['redis:65536', undefined],
  ['redis://redis:6379', undefined],
] as const)('reads the address %j', ([text, address]) => {
  expect(hostAndPort('Where.', 6379).safeParse(text).data).toEqual(address);
});
