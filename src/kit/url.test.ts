import { expect, it } from 'vitest';
import { Secret } from './secret.ts';
import { url } from './url.ts';

it('keeps what is put in within its segment or value, and the base as it is', () => {
  const text = 'a/b?c=d&e#f%2e';
  const made = new URL(url`${'https://user@host.example/base/'}/${text}/end?q=${text}`.reveal());
  expect(made.pathname).toBe('/base/a%2Fb%3Fc=d&e%23f%252e/end'.replace('=', '%3D').replace('&', '%26'));
  expect(made.searchParams.get('q')).toBe(text);
});

it('shows no secret until it is revealed', () => {
  const made = url`https://host.example/bot${new Secret('swordfish')}/send`;
  expect(String(made)).toBe('https://host.example/bot[secret]/send');
  expect(made.reveal()).toBe('https://host.example/botswordfish/send');
});

it.for(['.', '..'])('refuses the segment "%s", which would step out of its place', (dots) => {
  expect(() => url`https://host.example/a/${dots}/b`).toThrow(RangeError);
  expect(() => url`${'https://host.example'}/${new Secret(dots)}`).toThrow(RangeError);
  expect(url`https://host.example/a${dots}/b?c=${dots}`.reveal()).toBe(`https://host.example/a${dots}/b?c=${dots}`);
});
