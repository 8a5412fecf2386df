import { falcoConfiguration, falcoForms, type FalcoForm } from './falco-snippets.ts';
import { UsageError, type Command, type Invocation } from './command.ts';
import { exitCodes } from './exit-codes.ts';

export const falcoConfig: Command = {
  name: 'falco-config',
  summary: 'prints what points a Falco to this Tiercel',
  operands: '[options]',
  details: [
    "For falco.yaml, for the values of Falco's chart, or as a resource of Falco's operator. Falco sends JSON, keeps its connection, and",
    'with --cluster puts the name of the cluster into every alert.',
    'Falco can send no header: a token goes into the URL, and a gateway before Tiercel has to check it.',
  ].join('\n'),
  options: {
    for: {
      type: 'string',
      value: 'FORM',
      description: 'yaml: falco.yaml (default); helm: values of the chart; operator: a Config.',
    },
    url: {
      type: 'string',
      value: 'URL',
      description: 'Where Falco reaches Tiercel (default: http://127.0.0.1:2801/).',
    },
    cluster: { type: 'string', value: 'NAME', description: 'Name to put into every alert as the field "cluster".' },
    token: { type: 'string', value: 'TOKEN', description: 'For a gateway with Basic authorization, user "falco".' },
    ca: {
      type: 'string',
      value: 'FILE',
      description: "Authority of the other side's certificate, as Falco sees the file.",
    },
    cert: { type: 'string', value: 'FILE', description: 'Client certificate of Falco, for mutual TLS.' },
    key: { type: 'string', value: 'FILE', description: 'Its private key.' },
  },
  maxOperands: 0,
  examples: [
    { command: 'tiercel falco-config', explanation: 'For a Falco on this machine' },
    {
      command: 'tiercel falco-config --for helm --url http://tiercel-falcosidekick.falco:2801/ > falco-values.yaml',
      explanation: "For Falco's chart",
    },
    {
      command:
        'tiercel falco-config --url https://alerts.example.com/ --ca /etc/falco/certs/ca.crt --cluster production',
      explanation: 'For one of many clusters',
    },
  ],
  async run(invocation, { stdout }) {
    const form = invocation.text('for') ?? 'yaml';
    if (!isForm(form)) throw new UsageError(`"--for" must be one of ${falcoForms.join(', ')}, not "${form}"`);
    const url = targetOf(invocation);
    const [ca, cert, key] = [invocation.text('ca'), invocation.text('cert'), invocation.text('key')];
    if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key go together');
    if (url.protocol === 'http:' && (ca ?? cert) !== undefined)
      throw new UsageError('--ca and --cert need an https URL');
    stdout.write(
      falcoConfiguration(form, {
        url: url.href,
        cluster: invocation.text('cluster'),
        ca,
        client: cert === undefined || key === undefined ? undefined : { cert, key },
      }),
    );
    return exitCodes.ok;
  },
};

function isForm(text: string): text is FalcoForm {
  return (falcoForms as readonly string[]).includes(text);
}

function targetOf(invocation: Invocation): URL {
  const text = invocation.text('url') ?? 'http://127.0.0.1:2801/';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError('"--url" must be a URL such as https://alerts.example.com/');
  }
  const token = invocation.text('token');
  if (token === undefined) return url;
  if (url.protocol !== 'https:') throw new UsageError('A token needs an https URL: on any other it can be read');
  url.username = 'falco';
  url.password = encodeURIComponent(token);
  return url;
}
