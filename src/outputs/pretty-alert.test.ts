import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { prettyAlert } from './pretty-alert.ts';
import { alertFrom, referenceAlerts } from './testing/alerts.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';

const plain = { colour: false };

it('says when, how bad, what and where, on three lines', () => {
  const [, shell] = Object.values(referenceAlerts);
  expect(shell && prettyAlert(shell, plain).split('\n')).toEqual([
    '2026-11-24 16:31:56Z  NOTICE         Terminal shell in container',
    '    A shell was spawned in a container (user=root shell=bash cmdline=bash -c "echo a & b > /tmp/<x>")',
    '    hostname=node-1  k8s.ns.name=shop  k8s.pod.name=checkout-7d9f  user.name=root  proc.cmdline=bash -c "echo a & b > /tmp/<x>"',
  ]);
});

it('is the same in colours, but for the colours', () => {
  for (const alert of Object.values(referenceAlerts)) {
    const coloured = prettyAlert(alert, { colour: true });
    expect(coloured).not.toBe(prettyAlert(alert, plain));
    expect(stripVTControlCharacters(coloured)).toBe(prettyAlert(alert, plain));
  }
});

it('leaves out fields that say nothing', () => {
  const fields = { 'user.name': '<NA>', 'container.name': '', 'k8s.pod.name': null, 'proc.name': 'sh' };
  const alert = { rule: 'r', output: 'o', priority: 'Error', time: '2026-11-24T16:31:56Z', output_fields: fields };
  expect(prettyAlert(alertFrom(JSON.stringify(alert)), plain).split('\n')[2]).toBe('    proc.name=sh');
});

it.for(Object.entries(hostileAlerts))('shows what a terminal would obey, and not too much, for %s', ([, alert]) => {
  const lines = prettyAlert(alert, plain).split('\n');
  expect(lines.length).toBeLessThanOrEqual(3);
  for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u2028\u202a-\u202e\u2066-\u2069]/u);
  expect(lines.join('').length).toBeLessThan(60_000);
});
