import { expect, it } from 'vitest';
import { Secret } from '#kit/secret.ts';
import { createMask } from './mask.ts';

const word = 'pa/s"s+wörd <7>&';
const mask = createMask([new Secret(word)]);

it.for([
  ['as it is', word],
  ['in other capitals', word.toUpperCase()],
  ['in JSON', JSON.stringify({ word }).slice(9, -2)],
  ['in JSON as PHP writes it', JSON.stringify(word).slice(1, -1).replaceAll('/', '\\/')],
  ['in JSON as Go writes it', 'pa/s\\"s+wörd \\u003c7\\u003e\\u0026'],
  ['in a URL', encodeURIComponent(word)],
  ['in a form', encodeURIComponent(word).replaceAll('%20', '+')],
  ['in HTML', 'pa/s&quot;s+wörd &lt;7&gt;&amp;'],
] as const)('hides a secret %s', ([, written]) => {
  expect(mask(`it was ${written}, twice ${written}.`)).toBe('it was [secret], twice [secret].');
});

it.for(['', 'u:', 'us:', 'use:', 'user:'])('hides a secret in base64 after "%s"', (before) => {
  for (const encoding of ['base64', 'base64url'] as const) {
    const encoded = Buffer.from(`${before}${word}`).toString(encoding);
    const hidden = mask(`Authorization: Basic ${encoded} is wrong`);
    expect(hidden).toContain('[secret]');
    expect(hidden).toContain(' is wrong');
    expect(hidden.length).toBeLessThan('Authorization: Basic [secret] is wrong'.length + before.length + 6);
  }
});

it.for([6, 10, 15])('hides the first %i characters of a secret at the end of a text that was cut there', (length) => {
  expect(mask(`the token ${word.slice(0, length)}`)).toBe('the token [secret]');
});

it('hides what makes a URL a secret, and leaves everyday words', () => {
  const hide = createMask([new Secret('https://hooks.example.com/services/T0001111/b/xyzXYZxyz?key=s3cr3tkey')]);
  expect(hide('POST /services/T0001111/b/xyzXYZxyz?key=s3cr3tkey')).toBe('POST [secret]');
  expect(hide('no hook xyzXYZxyz, key s3cr3tkey, of hooks.example.com')).toBe(
    'no hook [secret], key [secret], of hooks.example.com',
  );
  expect(hide('all services are down')).toBe('all services are down');
});

it('hides user and password of a URL as they are written and as they are meant', () => {
  const hide = createMask([new Secret('https://falcon1:p%40ssword@example.com/')]);
  const basic = btoa('falcon1:p@ssword');
  expect(hide(`${basic} p@ssword p%40ssword falcon1`)).not.toMatch(/p(?:@|%40)ssword|falcon1|ZhbGNvbjE6/);
});

it('leaves texts alone where there is no secret, or one too short to look for', () => {
  expect(createMask([])('{"ok":true}')).toBe('{"ok":true}');
  expect(createMask([new Secret('true')])('{"ok":true}')).toBe('{"ok":true}');
  expect(mask('')).toBe('');
});

it('takes a long text that nearly holds the secret at every place without delay', () => {
  const nearly = word.slice(0, -1).repeat(500);
  expect(mask(nearly)).toBe(`${word.slice(0, -1).repeat(499)}[secret]`);
});
