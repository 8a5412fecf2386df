import { describe, expect, it } from 'vitest';
import { changedAlert } from '#alert/alert.ts';
import { mailAddress, mailAddresses } from './mail-address.ts';
import { mailDate } from './mail-date.ts';
import { mailOf } from './mail-message.ts';
import { smtp } from './smtp.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';

const settings = {
  from: { name: '', address: 'falco@example.com' },
  to: [{ name: '', address: 'security@example.com' }],
  outputformat: 'html',
} as const;

describe('an address', () => {
  it.for([
    ['falco@example.com', { name: '', address: 'falco@example.com' }],
    ['Falco <falco@example.com>', { name: 'Falco', address: 'falco@example.com' }],
    ['"Falco, at night" <root>', { name: 'Falco, at night', address: 'root' }],
  ] as const)('is %s', ([text, address]) => {
    expect(mailAddress('Who.').parse(text)).toEqual(address);
  });

  it.for(['', 'a@b, c@d', 'a b@c', 'a@b>\r\nDATA', 'a@b\r\nBcc: c@d', '<>', 'a <b@c'])('is not %j', (text) => {
    expect(mailAddress('Who.').safeParse(text).success).toBe(false);
  });

  it('may be one of several', () => {
    const texts = mailAddresses('Who.').parse('a@b,"C, D" <c@d> , e@f');
    expect(texts.map(({ address }) => address)).toEqual(['a@b', 'c@d', 'e@f']);
  });
});

it.for([
  ['2001-01-01T01:10:00Z', 'Mon, 01 Jan 2001 01:10:00 +0000'],
  ['2026-11-25T01:00:00.5+02:00', 'Wed, 25 Nov 2026 01:00:00 +0200'],
] as const)('writes %s as RFC 5322 does', ([time, date]) => {
  expect(mailDate(time)).toBe(date);
});

describe('a mail', () => {
  it.for(Object.entries(hostileAlerts))('has one line in each header, and one a field: %s', ([, alert]) => {
    const { subject, messageId, date, text, html = '' } = mailOf([alert], settings, installation);
    for (const header of [subject, messageId, date]) expect(header).toMatch(/^\P{Cc}*$/u);
    expect(text.match(/^Rule:/gm)).toHaveLength(1);
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    expect(
      html.replaceAll(
        /<(?:\/?(?:html|head|meta|title|style|body|table|tr|td|col|p|div|span|a)\b[^<>]*|!DOCTYPE html)>/g,
        '',
      ),
    ).not.toMatch(/[<>]/);
  });

  it('is the same mail when its alert is sent again', () => {
    const { messageId } = mailOf([testAlert], settings, installation);
    expect(mailOf([changedAlert(testAlert, { output: 'other' })], settings, installation).messageId).toBe(messageId);
  });

  it('has no HTML where none is wanted', () => {
    expect(mailOf([testAlert], { ...settings, outputformat: 'text' }, installation)).not.toHaveProperty('html');
  });

  it('of many alerts is no larger than of one', () => {
    const alert = hostileAlerts['thousands of fields'] ?? testAlert;
    const [first = alert, ...others] = Array.from({ length: 30 }, () => alert);
    expect(Buffer.byteLength(mailOf([first, ...others], settings, installation).html ?? '')).toBeLessThan(102_000);
  });
});

it('knows its ways to log in, in any case, and none by an empty name', () => {
  const options = { hostport: 'mail', from: 'a@b', to: 'c@d' };
  for (const authmechanism of ['PLAIN', 'XOAuth2', '']) {
    expect(() => smtp.configure({ ...options, authmechanism }, installation)).not.toThrow();
  }
  expect(() => smtp.configure({ ...options, authmechanism: 'kerberos' }, installation)).toThrow(/one of plain, login/);
});
