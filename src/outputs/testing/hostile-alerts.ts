import type { Alert } from '#alert/alert.ts';
import { alertFrom } from './alerts.ts';

interface Parts {
  readonly output?: string;
  readonly rule?: string;
  readonly time?: string;
  readonly hostname?: string;
  readonly tags?: readonly string[];
  /** The JSON of the fields. */
  readonly fields?: string;
}

function hostile({ fields = '{"a":"b"}', ...parts }: Parts): Alert {
  const known = {
    output: 'text',
    priority: 'Error',
    rule: 'rule',
    time: '2026-11-24T16:31:56Z',
    source: 'syscall',
    ...parts,
  };
  return alertFrom(JSON.stringify(known).replace(/\}$/, () => `,"output_fields":${fields}}`));
}

function everywhere(text: string): Alert {
  const fields = JSON.stringify({ [text]: text, cluster: text, owner: text, n_drops: text, 'k8s.ns.name': text });
  return hostile({ output: text, rule: text, hostname: text, tags: [text, text], fields });
}

const megabyte = 1_000_000;
/** Enough to pass every provider's limit, at a dozen places of one alert. */
const long = 70_000;
const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('');
const nested = `${'{"a":['.repeat(60)}1${']}'.repeat(60)}`;
const numbers = ['0', '-0', '1.0', '1e3', '1E+400', '-0.10', '12345678901234567890', '9223372036854775808', '5e-324'];

/** What somebody may send who wants to harm whoever receives alerts, or what a broken sensor may. */
export const hostileAlerts: Readonly<Record<string, Alert>> = {
  'as empty as can be': hostile({ output: '', hostname: '', tags: [], fields: '{"":""}' }),
  'a field of a megabyte': hostile({ fields: JSON.stringify({ a: 'x'.repeat(megabyte) }) }),
  'a text of a megabyte': hostile({ output: 'x'.repeat(megabyte) }),
  'long texts everywhere': everywhere('x'.repeat(long)),
  'long texts of characters with two units': everywhere(`x${'😀'.repeat(long / 4)}`),
  'long texts of what is escaped': everywhere('&<>_*[]()~`>#+-=|{}.!\\"\n'.repeat(long / 25)),
  'names of a million underscores': hostile({ fields: JSON.stringify({ [`${'_'.repeat(megabyte)}a`]: 'b' }) }),
  'control characters': everywhere(controls),
  'emoji and text from right to left': everywhere('👩‍👩‍👧‍👦 \u202eevil\u202c ﷽ ֍'),
  'every form of number': hostile({
    fields: `{${numbers.map((text, at) => `"n_drop${at}":${text},"n${at}":${text}`).join(',')}}`,
  }),
  'names of prototypes': hostile({
    fields: '{"__proto__":"x","constructor":"y","toString":{"__proto__":1},"hasOwnProperty":null}',
  }),
  'lone surrogates': hostile({ fields: String.raw`{"a":"\ud800","\udfff":"b\udc00c"}` }),
  'mentions and links': everywhere(
    '<!channel> <@U123> @everyone <http://evil.example|bank> [x](http://evil.example) `code` ||spoiler||',
  ),
  'lines and fields to smuggle in': everywhere(
    'x\r\n<0>2026-11-24T00:00:00Z host Falco[1]: CEF:0|a|b=c outputfields=1 \u0000<0>',
  ),
  'thousands of fields': hostile({
    fields: JSON.stringify(Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`field.${at}`, `value ${at}`]))),
  }),
  'deep nesting': hostile({ fields: `{"deep":${nested}}` }),
  'the beginning of time': hostile({ time: '0000-01-01T00:00:00+23:59' }),
  'the end of time': hostile({ time: '9999-12-31T23:59:59.999999999-23:59' }),
};
