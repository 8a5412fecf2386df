import { expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';

it('takes how many alerts the console looks at, the least first', () => {
  const { sizes, repetition } = readCommandLine(['--only', 'G11', '--console-alerts', '1000,20000']);
  expect(sizes.consoleAlerts).toEqual([1000, 20_000]);
  expect(repetition).toContain('--console-alerts 1000,20000');
});

it('keeps folders of this machine out of what is to be typed elsewhere', () => {
  const { sizes, repetition } = readCommandLine(['--only', 'G11', '--console-folder', '/var/tmp/seeded']);
  expect(sizes.consoleFolder).toBe('/var/tmp/seeded');
  expect(repetition).not.toContain('seeded');
});

it.each(['100000', '100000,many', '0,100', '1000,1000', '1000,100'])('refuses %s, and says what to give', (text) => {
  expect(() => readCommandLine(['--console-alerts', text])).toThrow(
    `--console-alerts is "${text}": give two numbers or more, the least first, as 100000,1000000`,
  );
});
