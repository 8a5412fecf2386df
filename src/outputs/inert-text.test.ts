import { expect, it } from 'vitest';
import { inert, withoutMentions } from './inert-text.ts';

it.for([
  ['@all @here', '@\u200ball @\u200bhere'],
  ['root@host', 'root@\u200bhost'],
  ['@**all** @_**x**', '@\u200b**all** @\u200b_**x**'],
  ['{@participants} {#chat}', '{@\u200bparticipants} {#\u200bchat}'],
  ['#general', '#\u200bgeneral'],
  ['<users/all> <!everyone> <@1>', '<\u200busers/all> <\u200b!everyone> <\u200b@\u200b1>'],
  ['[bank](http://evil.example)', '[bank]\u200b(http://evil.example)'],
  ['<http://evil.example|bank>', '< http://evil.example|bank>'],
  ['<evil.example|bank>', '< evil.example|bank>'],
  ['a @ b # c < d <= e', 'a @ b # c < d <= e'],
] as const)('takes %j apart', ([text, apart]) => {
  expect(inert(text)).toBe(apart);
});

it('leaves links where only mentions are taken apart', () => {
  expect(withoutMentions('@room <http://a|b>')).toBe('@\u200broom <http://a|b>');
});
