import { describe, expect, it } from 'vitest';
import { natsServers } from './nats-servers.ts';
import { natsSubject, subjectTemplate } from './nats-subject.ts';

describe('a subject', () => {
  it.for([
    ['Terminal shell in container', 'terminal_shell_in_container'],
    ['  Write below /etc (by root)! ', 'write_below_etc_by_root'],
    ['Ünïcode > * . rule\r\nPUB x 1', 'n_code_rule_pub_x_1'],
    ['!!!', '_'],
    ['', '_'],
    ['x'.repeat(5000), 'x'.repeat(1000)],
  ] as const)('makes one word of a rule (%#)', ([rule, word]) => {
    expect(natsSubject('falco.<priority>.<rule>', { priority: 'Critical', rule })).toBe(`falco.critical.${word}`);
  });

  it('is what the operator wants, if it can be one', () => {
    const { success, data } = subjectTemplate().safeParse('a.<rule>.<rule>');
    expect([success, data]).toEqual([true, 'a.<rule>.<rule>']);
    expect(subjectTemplate().parse('')).toBe('falco.<priority>.<rule>');
    for (const text of ['a b', 'a..b', '.a', 'a.', 'a.*', 'a.>', 'a\r\nb']) {
      expect(subjectTemplate().safeParse(text).success).toBe(false);
    }
  });
});

describe('servers', () => {
  const read = (text: string) => natsServers('').safeParse(text).data;

  it.for([
    ['nats://nats', false, [{ host: 'nats', port: 4222 }]],
    ['http://nats:80', false, [{ host: 'nats', port: 80 }]],
    ['tls://[::1]:4443', true, [{ host: '::1', port: 4443 }]],
    [
      'nats://a:1,natss://b',
      true,
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 4222 },
      ],
    ],
  ] as const)('are read from %s', ([text, isSecure, addresses]) => {
    expect(read(text)).toEqual({ isSecure, addresses });
  });

  it('may come with a login', () => {
    const { user, password } = read('nats://falco:p%40ss@nats') ?? {};
    expect([user, password?.reveal()]).toEqual(['falco', 'p@ss']);
    expect(read('nats://t0ken@nats')?.token?.reveal()).toBe('t0ken');
  });

  it.for(['', 'nats', 'nats:4222', 'ws://nats', 'nats://', 'nats://a,', 'nats://a b'])('are not %s', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
