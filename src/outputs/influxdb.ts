import { z } from 'zod';
import { Secret } from '#kit/secret.ts';
import { url, type RequestUrl } from '#kit/url.ts';
import { authorization, basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { explainInfluxdb } from './influxdb-answer.ts';
import { influxdbLine, type Precision } from './influxdb-line.ts';
import { httpUrl, secret } from './options.ts';

const options = z
  .strictObject({
    hostport: httpUrl('The URL of InfluxDB.'),
    database: z.string().default('falco').describe('The database, for InfluxDB 1.'),
    organization: z.string().default('').describe('The organization, for InfluxDB 2 and later.'),
    bucket: z.string().default('falco').describe('The bucket, for InfluxDB 2 and later.'),
    precision: z
      .enum(['ns', 'us', 'ms', 's', 'm', 'h', 'n', 'u'])
      .default('ns')
      .describe(
        'The unit of times: ns, us, ms or s, and for InfluxDB 1 also m or h; n and u are other names. Alerts with the same tags and time are one point, so a coarse unit can lose some.',
      ),
    user: z.string().default('').describe('The user name; needs `password`, and counts without `token` only.'),
    password: secret('The password that belongs to `user`.').optional(),
    token: secret('An API token.').optional(),
  })
  .refine(({ organization, bucket, precision }) => organization === '' || bucket === '' || !/^[mh]$/.test(precision), {
    path: ['precision'],
    error: 'With an organization it must be ns, us, ms or s.',
  });

type Options = z.output<typeof options>;

/**
 * See https://docs.influxdata.com/influxdb/v1/tools/api/#write-http-endpoint and
 * https://docs.influxdata.com/influxdb/v2/api/#operation/PostWrite.
 */
export const influxdb = defineHttpOutput({
  id: 'influxdb',
  about: {
    title: 'InfluxDB',
    category: 'metric',
    website: 'https://www.influxdata.com',
    summary: 'writes alerts as points of the measurement `events` to InfluxDB',
    setup:
      'Create the database, or the bucket; user or token need to write to it. Every text field is a tag: where their values vary much, InfluxDB 1 may need a higher `max-values-per-tag` and `max-series-per-database`.',
    fixes: [
      'A point has the time of its alert, in the unit of `precision`. Upstream leaves it out, so that an alert counts as of when it arrives; and one that is sent again would be there twice.',
      'Names, tags and text are escaped: commas, equals signs, quotes, backslashes and line ends of an alert neither break the line nor smuggle in another point. Spaces in tags become `_`, as upstream, in every one of them.',
      'Tags with an empty value are left out, and of two tags with the same name the one of the alert itself counts: InfluxDB would refuse the point. Tags are in the order of their names.',
      'User and password go into the header `Authorization`. Upstream puts them into the URL, and so into its logs whenever a connection fails.',
      'Waiting alerts go together, one a line. A point that is refused does not take others with it.',
      'What is longer than InfluxDB takes is cut, and marked with `[...]`.',
      'The body goes by its right type, `text/plain`.',
      'A `precision` that the API does not have is a configuration error, and `us` is `u` for InfluxDB 1, which would take it for nanoseconds.',
    ],
  },
  options,
  examples: {
    minimal: { hostport: 'http://influxdb:8086' },
    'InfluxDB 1, with a user': {
      hostport: 'http://influxdb:8086',
      database: 'security',
      user: 'falco',
      password: 'swordfish',
      precision: 'ms',
    },
    'InfluxDB 2': {
      hostport: 'https://eu-central-1-1.aws.cloud2.influxdata.com/',
      organization: 'Example & Sons',
      bucket: 'falco',
      token: 'swordfish-token==',
    },
  },
  batch: { maxAlerts: 5000, maxBytes: 2_000_000 },
  batchRequest: (alerts, settings, installation) => ({
    url: writeUrl(settings),
    headers: { Accept: 'application/json', ...credentials(settings) },
    body: {
      text: alerts.map((alert) => influxdbLine(alert, settings.precision, installation)).join('\n'),
      type: 'text/plain; charset=utf-8',
    },
  }),
  explain: explainInfluxdb,
});

function isVersion2({ organization, bucket }: Options): boolean {
  return organization !== '' && bucket !== '';
}

/** The two APIs have names of their own for microseconds. */
const version1Units: Readonly<Partial<Record<Precision, string>>> = { us: 'u', n: 'ns' };
const version2Units: Readonly<Partial<Record<Precision, string>>> = { u: 'us', n: 'ns' };

function writeUrl(settings: Options): RequestUrl {
  const { hostport, organization, bucket, database, precision } = settings;
  if (isVersion2(settings)) {
    return url`${hostport}/api/v2/write?org=${organization}&bucket=${bucket}&precision=${version2Units[precision] ?? precision}`;
  }
  return url`${hostport}/write?db=${database}&precision=${version1Units[precision] ?? precision}`;
}

/** InfluxDB 1.8 takes the API of version 2, with user and password as a token. */
function credentials(settings: Options): Readonly<Record<string, Secret>> {
  const { token, user, password } = settings;
  if (token) return { Authorization: authorization('Token', token) };
  if (user === '' || !password) return {};
  return isVersion2(settings)
    ? { Authorization: authorization('Token', new Secret(`${user}:${password.reveal()}`)) }
    : { Authorization: basicAuthorization(user, password) };
}
