import assert from 'node:assert/strict';
import { ConfigurationError } from '#config/configuration-error.ts';
import { describeConfiguration } from '#config/describe-configuration.ts';
import { loadConfiguration, type LoadResult } from '#config/load-configuration.ts';
import { alertmanager } from '#outputs/alertmanager.ts';
import { elasticsearch } from '#outputs/elasticsearch.ts';
import { slack } from '#outputs/slack.ts';
import { telegram } from '#outputs/telegram.ts';
import { pieces, type FuzzTarget } from './fuzz-target.ts';

const file = 'tiercel.yaml';
/** Most of a load is the making of the tree of options, so that few outputs make it faster; these have every kind of option. */
const outputs = [alertmanager, elasticsearch, slack, telegram];
/** Stands in every secret of the environment and of the file `secret.txt`, and in those of the seeds. */
const canary = 'CANARYx7';
const secretOptions = 'webhookurl|token|password|apikey|address|customheaders|authorization';
const secretLine = new RegExp(
  `^\\s*(?:- )?(?:${secretOptions}): *["']?[^"'#:{}[\\]&*!|>%@\`]*(?:https://[\\w./-]*)?${canary}[\\w/-]*["']?\\s*$`,
);
const environment = {
  SLACK_WEBHOOKURL: `https://hooks.example/${canary}`,
  REDIS_PASSWORD: canary,
  ELASTICSEARCH_APIKEY: `${canary} and more`,
  MY_TOKEN: canary,
};

/** The file, and after a NUL further variables of the environment, one "NAME=value" a line. */
export const target: FuzzTarget = {
  name: 'configuration',
  about: 'the configuration file and the environment',
  covers: [
    'src/config/',
    'src/kit/duration.ts',
    'src/kit/bytes.ts',
    'src/outputs/options.ts',
    'src/outputs/common-options.ts',
  ],
  dictionary: pieces(String.raw`
    slack:␤ ␣␣webhookurl:␣ outputs:␤ ␣␣-␣ name:␣ type:␣ minimumpriority:␣ customfields:␤ customtags:␤
    templatedfields:␤ {{␣index␣.␣"a"␣}} {␣env:␣MY_TOKEN␣} {␣file:␣secret.txt␣} §{MY_TOKEN} §{X:-d} $§{ &a␣ *a
    <<:␣ ---␤ ...␤ ?␣ :␣ -␣ #␣ |␤ >-␤ !!binary␣ !!int␣ !!set␣ %YAML␣1.2␤ "\x41" '' ~ null true yes 0o17 .inf .nan
    hostport:␣ http://a:1 http://u:p@h/ checkcert:␣ redis:␤ loki:␤ telegram:␤ ␣␣token:␣ chatid:␣ kafka:␤ source:␤
    ␣␣maxbody:␣1MiB␤ ␀ SLACK_CHANNEL=a SLACK= _FILE=secret.txt SYSLOG_PORT=tcp://10.0.0.1:514
    LOKI_HOSTPORT=http://a CUSTOMFIELDS=a:b,c ␉ ␍␤ ␣␣
  `),
  seeds: () => [
    `customfields:\n  cluster: production\n  secret: "%MY_TOKEN"\ncustomtags: [a, b]\ntemplatedfields:\n  a: '{{ or (index . "k8s.ns.name") "none" }}'\nslack:\n  webhookurl: https://hooks.example/${canary}\n  minimumpriority: warning\n`,
    `outputs:\n  - name: chat\n    type: slack\n    webhookurl: \${MY_TOKEN}\n    messageformat: '{{ .Rule }}'\n  - { name: bot, type: telegram, token: { file: secret.txt }, chatid: "-1" }\n`,
    `loki: &a\n  hostport: http://loki:3100\n  customheaders: { X-Key: a }\n  mutualtls: false\nalertmanager:\n  <<: *a\n  hostport: [http://a:9093, "http://b:9093"]\n  extralabels: { a: b }\n`,
    `elasticsearch:\n  hostport: http://es:9200\n  password: "${canary}"\n  batching: { enabled: true, batchsize: 10, flushinterval: 1s }\n`,
    `slack:\n  webhookurl: not-a-url-${canary}\n  outputformat: some\n  unknown: 1\ntelegram:\n  token: ${canary}\nredis: { address: "" }\n`,
    `listenport: 99999\nsource: { maxbody: 1GiB, maxwait: 5s, dedupwindow: -1s }\nretention: { maxage: 90d }\nlog: { level: loud }\n`,
    'a: b: c\n',
    '"unclosed',
    '- list',
    '{"slack": {"webhookurl": "https://x/"}}',
    '{',
    'a: *none',
    'a: &a [*a]',
    '? {a: b}\n: c',
    '',
    `webhook:\n  address: http://u:${canary}@h/\n  method: GET\n\0SYSLOG_PORT=tcp://10.0.0.1:514\nSLACK_CHANEL=x\nCUSTOMFIELDS=a:b,broken\nREDIS=x\nTELEGRAM_TOKEN_FILE=secret.txt\nTELEGRAM_CHATID=7`,
  ],
  maxBytes: 2048,
  maxMs: 250,
  propertyRuns: 60,
  async run(input) {
    const [yaml = '', variables = ''] = Buffer.from(input).toString().split('\0');
    const result = await outcomeOf(yaml, variables);
    const said = result instanceof ConfigurationError ? saidBy(result) : notesOf(result);
    if (!isCanaryMisplaced(yaml) && !variables.includes(canary)) {
      assert.ok(!said.includes(canary), `a secret is told:\n${said}`);
    }
  },
};

async function outcomeOf(yaml: string, variables: string): Promise<LoadResult | ConfigurationError> {
  const more = variables.split('\n').map((line): [string, string] => {
    const end = line.indexOf('=');
    return [line.slice(0, Math.max(0, end)), line.slice(end + 1)];
  });
  try {
    const around = { ...Object.fromEntries(more), ...environment };
    return await loadConfiguration({
      file,
      environment: around,
      readFile: fileReader(yaml),
      listFolder: () => undefined,
      outputs,
    });
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}

function fileReader(yaml: string) {
  const texts = new Map([
    [file, yaml],
    ['secret.txt', `${canary}\n`],
  ]);
  return (path: string): string => {
    const text = texts.get(path);
    if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return text;
  };
}

/** Every problem says where, what and what to do. */
function saidBy(error: ConfigurationError): string {
  assert.ok(error.problems.length > 0, 'an error has problems');
  for (const { where, message, remedy } of error.problems) {
    assert.match(where, /^(?:tiercel\.yaml(?::[1-9]\d*)?|environment variable [^]+)$/);
    assert.match(message, /[^][.?!]$/);
    assert.match(remedy, /[^][.?!]$/);
  }
  return error.message;
}

/** What is said of a configuration that is taken, and what is shown of it. */
function notesOf(result: LoadResult): string {
  const notes = [...result.notes, ...result.differences].map(({ where, message }) => `${where}: ${message}`);
  return [...notes, describeConfiguration(result.configuration)].join('\n');
}

/** A mutation may have put the secret where none belongs, and whatever stands there may be told. */
function isCanaryMisplaced(yaml: string): boolean {
  return yaml.split('\n').some((line) => line.includes(canary) && !secretLine.test(line));
}
