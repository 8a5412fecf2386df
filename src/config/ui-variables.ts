import { literalSetting } from './setting.ts';
import type { Settings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import { parseUiDuration } from './ui-duration.ts';
import { isServiceVariable } from './variables.ts';

const prefix = 'FALCOSIDEKICK_UI_';

/** What a variable of Falcosidekick-UI is here: options with their values, and what is to be said about it. */
interface Meaning {
  readonly options: Readonly<Record<string, string>>;
  readonly message?: string;
}

const unneeded = 'Not needed: Tiercel keeps alerts in its own journal, without Redis.';

const meanings: Readonly<Record<string, (text: string) => Meaning | undefined>> = {
  USER: (text) => ({ options: { 'console.user': text } }),
  PORT: (text) => ({ options: { 'console.listenport': text } }),
  ADDR: (text) => ({ options: { 'console.listenaddress': text } }),
  TTL: (text) => {
    const age = ageOf(text);
    return age === undefined ? undefined : { options: { 'journal.retention.age': age } };
  },
  DISABLEAUTH: (text) =>
    text === 'true'
      ? {
          options: { 'console.auth': 'none', 'console.allowanyone': 'true' },
          message:
            'Whoever reaches the port of the console may do everything. Pages of other origins may not, unlike with Falcosidekick-UI.',
        }
      : { options: {} },
  LOGLEVEL: (text) => ({ options: { 'log.level': logLevels[text.toLowerCase()] ?? 'info' } }),
  DEV: () => ({ options: {}, message: 'Ignored: pages of other origins get no answers.' }),
  REDIS_URL: () => ({ options: {}, message: unneeded }),
  REDIS_USERNAME: () => ({ options: {}, message: unneeded }),
  REDIS_PASSWORD: () => ({ options: {}, message: unneeded }),
};

const logLevels: Readonly<Record<string, string>> = { debug: 'debug', info: 'info', warning: 'warn', error: 'error' };

/** Takes over Falcosidekick-UI's variables. Those of Tiercel's own options go before them, see `readVariables`. */
export function readUiVariables(into: Settings, { environment, findings }: Surroundings): void {
  for (const [name, meaningOf] of Object.entries(meanings)) {
    const variable = `${prefix}${name}`;
    const text = environment[variable] ?? '';
    if (text === '' || isServiceVariable(variable, text)) continue;
    const where = `environment variable ${variable}`;
    const meaning = meaningOf(text);
    if (!meaning) {
      const remedy = 'Write a number and a unit, such as 7d, 2w or 1M; 0 keeps everything.';
      findings.problem({ where, path: 'journal.retention.age', message: 'It must be a time with its unit.', remedy });
      continue;
    }
    const paths = Object.keys(meaning.options);
    for (const path of paths) into.set(path, literalSetting(meaning.options[path] ?? '', where));
    const taken = paths.length > 0 ? `Taken for ${paths.map((path) => `"${path}"`).join(' and ')}.` : '';
    const message = [taken, meaning.message ?? ''].filter((part) => part !== '').join(' ');
    if (message !== '') findings.note({ where, path: paths[0] ?? '', message });
  }
}

function ageOf(text: string): string | undefined {
  const ms = text.trim() === '0' ? 0 : parseUiDuration(text);
  return ms === undefined ? undefined : `${ms}ms`;
}
