import { z } from 'zod';
import { byteSize, httpUrl, priority, secret, textMap } from '#outputs/options.ts';
import { appendOutputOption } from './append-output.ts';
import { ruleSelectionOption } from './rule-selection.ts';
import { allowedHosts } from './allowed-hosts.ts';
import { auditOptions } from './audit-options.ts';
import { eventOptions } from './event-options.ts';
import { listenAddress, serverCertificateOptions } from './listener-options.ts';
import { otlpMetricsOptions } from './otlp-metrics-options.ts';
import { quirksOption } from './quirks-option.ts';
import { statsdOptions } from './statsd-options.ts';
import { ownDuration } from './own-duration.ts';

function text(description: string) {
  return z.string().default('').describe(description);
}

function flag(fallback: boolean, description: string) {
  return z.boolean().default(fallback).describe(description);
}

function port(fallback: number, description: string) {
  return z.int().min(0).max(65_535).default(fallback).describe(`${description} 0: any that is free.`);
}

function count(fallback: number, description: string) {
  return z.int().min(0).default(fallback).describe(description);
}

/** The options that are not an output's. Those of Falcosidekick have its names, defaults and variables. */
export const globalOptions = z.strictObject({
  listenaddress: listenAddress('IP address to listen on for alerts. Empty: every address, IPv4 and IPv6.'),
  listenport: port(2801, 'Port to listen on for alerts.'),
  debug: flag(false, 'Logs at level debug. Unlike with Falcosidekick no secret is logged.'),
  customfields: textMap('Fields to add to every alert. A value `%NAME` is the value of the environment variable NAME.'),
  customtags: z.array(z.string()).default([]).describe('Tags to add to every alert. `%NAME` as in `customfields`.'),
  templatedfields: textMap('Fields to add to every alert, each a Go template over the fields of the alert.'),
  bracketreplacer: text(
    'Replaces `[` in the names of fields, and removes `]`: with `_`, `proc.aname[2]` becomes `proc.aname_2`. Empty: names stay.',
  ),
  outputfieldformat: text(
    'How the output text is written anew, from `<timestamp>`, `<priority>`, `<output>`, `<custom_fields>`, `<templated_fields>` and `<tags>`. Empty: it stays as Falco wrote it.',
  ),
  truncatefields: flag(
    false,
    'Cuts fields over 512 bytes in alerts over 4096 bytes, as Falcosidekick does. Off, so that no evidence is lost.',
  ),
  mutualtlsfilespath: z
    .string()
    .default('/etc/certs')
    .describe('Folder of `client.crt`, `client.key` and `ca.crt` for outputs with `mutualtls`.'),
  mutualtlsclient: z
    .strictObject({
      certfile: text('Client certificate for outputs with `mutualtls`, instead of the one in `mutualtlsfilespath`.'),
      keyfile: text('Its private key.'),
      cacertfile: text('The authority that the other side must be certified by.'),
    })
    .prefault({}),
  tlsclient: z
    .strictObject({
      cacertfile: text("An authority to trust in outputs beside those of the system, such as a company's own."),
    })
    .prefault({}),
  tlsserver: z
    .strictObject({
      ...serverCertificateOptions,
      notlsport: port(2810, 'Port of the second listener, without TLS.'),
      notlspaths: z
        .array(z.string())
        .default([])
        .describe('Paths that move to the second listener: `/metrics`, `/healthz`.'),
    })
    .prefault({}),
  prometheus: z
    .strictObject({
      extralabels: z.array(z.string()).default([]).describe('Fields of alerts to use as labels of the alert counters.'),
    })
    .prefault({}),
  otlp: z.strictObject({ metrics: otlpMetricsOptions.prefault({}) }).prefault({}),
  statsd: statsdOptions.prefault({}),
  dogstatsd: statsdOptions.prefault({}),
  rules: z
    .strictObject({
      files: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Falco's rules files, loaded in their order, for the audit events of Kubernetes that come to `/k8s-audit` and the events of other sources that come to `/events/`. A folder stands for its files that end with `.yaml` or `.yml`, a pattern such as `/etc/falco/rules.d/k8s_*` for those that match, both in the order of their names and without rule tests (`*.test.yaml`). Each may have 2 MiB. Read again when they change, appear or go.",
        ),
      matching: z
        .enum(['first', 'all'])
        .default('first')
        .describe('Whether an event makes one alert, by the first rule that matches, or one by each.'),
      minimumpriority: priority('Only rules of at least this priority are evaluated. Empty: all.', ''),
      selection: ruleSelectionOption,
      append_output: appendOutputOption,
      quirks: quirksOption,
    })
    .prefault({}),
  audit: auditOptions.prefault({}),
  events: eventOptions.prefault({}),
  source: z
    .strictObject({
      maxwait: ownDuration('How long a request waits for room or for the journal before it is answered by 503.', '30s'),
      maxbody: byteSize(
        'Largest body of a request, also once it is decompressed. A larger one is answered by 413, and so is one of more than 1 MiB that expands more than a hundredfold.',
        '16MiB',
      ),
      maxkeys: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(4096)
        .describe('How many keys an object in an alert may have, such as its fields. Falco sends some dozens.'),
      maxvalues: z
        .int()
        .min(1000)
        .default(1_000_000)
        .describe(
          'How many values the JSON of one request may hold, also of events: objects, lists, and what is in them. Each takes up to 100 bytes of memory while it is read. More are answered by 413.',
        ),
      maxdepth: z.int().min(1).max(1000).default(128).describe('How deep the JSON of an alert may nest.'),
      maxalerts: z.int().min(1).default(10_000).describe('How many alerts one request may hold.'),
      maxinflight: byteSize(
        'How much memory the bodies of requests in work may take; further requests wait. Bodies up to 64 KiB have an eighth more for themselves.',
        '64MiB',
      ),
      dedupwindow: ownDuration(
        'How long the repetition of a request that Falco makes after a time-out is recognised. 0: never.',
        '5m',
      ),
    })
    .prefault({}),
  journal: z
    .strictObject({
      engine: z.enum(['sqlite']).default('sqlite').describe('Where alerts are kept.'),
      path: z.string().default('./tiercel-data').describe('Folder of the journal. It is made if it does not exist.'),
      durability: z
        .enum(['disk', 'memory'])
        .default('disk')
        .describe(
          '`disk`: an alert is on stable storage before it is acknowledged. `memory`: a restart loses what is not delivered.',
        ),
      retention: z
        .strictObject({
          age: ownDuration('How long alerts are kept. 0: no limit.', '30d'),
          bytes: byteSize('How large the journal may grow; the oldest alerts go first. 0: no limit.', '10GiB'),
          count: count(0, 'How many alerts are kept. 0: no limit.'),
        })
        .prefault({}),
    })
    .prefault({}),
  delivery: z
    .strictObject({
      giveupafter: ownDuration('How long an alert is tried at an output before it goes to the dead letters.', '72h'),
      maxretryafter: ownDuration('The longest pause that an output may ask for by `Retry-After`.', '1h'),
      maxbackoff: ownDuration('The longest pause between two attempts at an output that fails.', '30s'),
      allowedhosts: allowedHosts(
        'Host names, addresses and ranges such as `10.0.0.0/8` that outputs may reach although their names lead to a link-local or metadata address.',
      ),
    })
    .prefault({}),
  shutdowntimeout: ownDuration('How long a stop waits for requests and deliveries in flight.', '15s'),
  console: z
    .strictObject({
      enabled: flag(true, 'Serves the console and the management API.'),
      listenaddress: listenAddress('IP address to listen on for the console. Empty: every address.'),
      listenport: port(2802, 'Port of the console, that of Falcosidekick-UI.'),
      tlsserver: z.strictObject(serverCertificateOptions).prefault({}),
      basepath: z
        .string()
        .startsWith('/', 'It must begin with "/".')
        .default('/')
        .describe('Path below which a proxy serves the console.'),
      url: httpUrl(
        'Where people reach the console, such as https://tiercel.example.com: messages link to it.',
      ).optional(),
      token: secret(
        'A bearer token for the API, with the rights of an admin. Without it and without any account only programs on this machine are answered.',
      ).optional(),
      auth: z
        .enum(['local', 'none'])
        .default('local')
        .describe(
          '`local`: people log in. `none`: whoever reaches the port is an admin; for a loopback `listenaddress`, or with `allowanyone`.',
        ),
      allowanyone: flag(
        false,
        'Says once more that whoever reaches the port may do everything, where `auth` is `none`.',
      ),
      user: secret(
        'An admin, as `login:password`, beside those that are made in the console. The password may contain colons.',
      ).optional(),
      ingest: z
        .enum(['token', 'open'])
        .default('token')
        .describe(
          'Whose events are taken where Falcosidekick posts to its UI: with a token (in its `webui.url`: `http://any:TOKEN@host:2802`), or from everybody.',
        ),
      ingesttoken: secret('A token that may only post alerts to this port.').optional(),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      maxseries: z
        .int()
        .min(1)
        .default(10_000)
        .describe('How many series a counter of alerts may have; the rest is counted as `other`.'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
        .default('info')
        .describe('The least severe message to log.'),
      format: z
        .enum(['auto', 'pretty', 'json'])
        .default('auto')
        .describe('`auto`: `pretty` on a terminal, otherwise `json`.'),
    })
    .prefault({}),
});

export type GlobalOptions = z.output<typeof globalOptions>;
