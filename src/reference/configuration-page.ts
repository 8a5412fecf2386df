import { globalOptions } from '#config/global-options.ts';
import { inputSchema, optionGroup } from '#config/option-tree.ts';
import { fenced, page, table } from './markdown.ts';
import { optionTable } from './output-page.ts';

/** The page of everything that is not an output's. */
export function configurationPage(): string {
  return page(
    '# Configuration',
    introduction,
    '## How values are written',
    table(['Kind', 'In the file', 'In a variable'], kinds),
    '## Values that stand elsewhere',
    references,
    fenced('yaml', referenceExample),
    '## Which outputs are on',
    outputs,
    fenced('yaml', outputsExample),
    '## Global options',
    optionTable(optionGroup(inputSchema(globalOptions), '')),
    'The options of outputs are on [their own pages](outputs.md).',
  );
}

const introduction = `Tiercel reads the configuration of Falcosidekick as it is: a file in YAML or JSON, given by \`-c\`, and environment variables.
A variable wins over the file, and the file over the default. Every option has a variable: its path in upper case, with \`_\` for dots and without a
prefix. Names of options count in any case; the names of your own fields, labels and headers keep theirs. Empty values count as unset.

\`tiercel check -c FILE\` shows every problem at once, with line and remedy, what is in force, and what Falcosidekick would do otherwise.
\`tiercel schema\` prints the JSON Schema for editors.`;

const kinds = [
  ['text', '`channel: alerts`', '`SLACK_CHANNEL=alerts`'],
  ['truth', '`checkcert: false`', '`SLACK_CHECKCERT=false`; `1`, `t`, `0`, `f` are taken, too'],
  ['number', '`listenport: 2801`', '`LISTENPORT=2801`'],
  ['time', '`maxwait: 1h30m`, with `ms`, `s`, `m`, `h`, `d`', '`SOURCE_MAXWAIT=30s`'],
  ['size', '`bytes: 10GiB`', '`JOURNAL_RETENTION_BYTES=10GiB`'],
  ['list', '`[a, b]`, or an item a line after `- `', '`CUSTOMTAGS=a,b`'],
  [
    'map',
    'a `name: value` a line',
    '`CUSTOMFIELDS=name:value,name:value`, or a JSON object; it takes the place of the map in the file',
  ],
];

const references = `Any value may stand in a variable or in a file of its own, so that the configuration holds no secret. Files are read again when they
change. \`<VARIABLE>_FILE\` does the same in the environment: \`SLACK_WEBHOOKURL_FILE=/run/secrets/slack\`. The last line end of a file does not count.
\`$\${\` writes \`\${\`.`;

const referenceExample = `slack:
  webhookurl: { file: /run/secrets/slack }
loki:
  hostport: http://loki.\${NAMESPACE:-monitoring}:3100
  apikey: { env: LOKI_KEY }`;

const outputs = `The section of an output turns it on when every option that it requires is set, in the file or in variables; \`enabled: false\` in it turns it
off. An output that requires nothing is turned on by \`enabled: true\`. The list \`outputs\` holds any number of outputs of a type under names of their
own. When no output is on, alerts are printed to standard output.

An output that Falcosidekick does not have is not turned on by variables alone, since \`FILE_PATH\` may be meant for another program: set
\`FILE_ENABLED=true\` beside it.`;

const outputsExample = `slack:
  webhookurl: https://hooks.slack.com/services/XXXX
  minimumpriority: warning
outputs:
  - name: slack-platform
    type: slack
    webhookurl: { env: PLATFORM_WEBHOOK }
    minimumpriority: critical`;
