import { styleText } from 'node:util';
import type { App } from '#app/create-app.ts';
import { readVersion } from '#app/version.ts';
import type { Configuration } from '#config/configuration.ts';

interface WelcomeParts extends Pick<App, 'addresses' | 'firstUserUrl'> {
  readonly configuration: Configuration;
  readonly isDemo: boolean;
}

/** What a person sees first: where it listens, where alerts go, and what to try next. */
export function welcome({ addresses, firstUserUrl, configuration, isDemo }: WelcomeParts): string {
  const { falco, console: page } = addresses;
  const names = configuration.outputs.map(({ name }) => name);
  const outputs = names.length > 0 ? names.join(', ') : 'none yet: alerts are kept and wait';
  const journal = configuration.journal.durability === 'memory' ? 'in memory' : configuration.journal.path;
  const next = isDemo
    ? [['npm run tiercel -- tail -p warning', 'follow only what is urgent, in another terminal']]
    : [
        ['npm run tiercel -- send', 'post an alert as Falco would'],
        ['npm start -- --demo', 'play realistic alerts'],
        ['npm start -- -c falcosidekick.yaml', 'use the configuration you have'],
      ];
  const bold = (text: string) => styleText('bold', text);
  return [
    '',
    bold(`Tiercel ${readVersion()}`),
    `  Falco posts to   ${bold(falco)}`,
    `  Console          ${page ? bold(page) : 'off'}`,
    ...(firstUserUrl === undefined ? [] : [`  First account    ${bold(firstUserUrl)}`]),
    `  Alerts go to     ${outputs}`,
    `  Alerts are kept  ${journal}`,
    '',
    'Try next:',
    ...next.map(([command = '', what = '']) => `  ${command.padEnd(36)} ${what}`),
    isDemo
      ? '  Ctrl-C ends the demonstration.'
      : '  Ctrl-C stops it; what is not delivered then waits for the next start.',
    '',
    '',
  ].join('\n');
}
