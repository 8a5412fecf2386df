import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ListenerConfiguration } from '#config/configuration.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { UnavailableError } from './api-client.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { configFile, configOption } from './config-file.ts';
import { exitCodes } from './exit-codes.ts';

const timeoutMs = 5000;

export const health: Command = {
  name: 'health',
  summary: 'asks the Tiercel on this machine whether it is ready',
  operands: '[options]',
  details: [
    'For the health check of a container, where there is no other program to ask with. It asks /readyz, or /livez with --live.',
    'Exit codes: 0 ready, 1 not ready, 69 nobody answers.',
  ].join('\n'),
  options: {
    ...configOption,
    live: { type: 'boolean', description: 'Ask only whether it runs, not whether it can take alerts.' },
    url: {
      type: 'string',
      value: 'URL',
      description: 'Its port for alerts (default: the one of the configuration, on this machine).',
    },
  },
  maxOperands: 0,
  examples: [
    { command: 'tiercel health', explanation: 'Port and TLS as the environment says' },
    { command: 'tiercel health -c /etc/tiercel/tiercel.yaml', explanation: 'As this file says' },
    { command: 'tiercel health --live --url http://10.0.0.7:2801', explanation: 'Another one' },
  ],
  async run(invocation, terminal) {
    const path = invocation.flag('live') ? '/livez' : '/readyz';
    const base = invocation.text('url') ?? (await ownAddress(path, invocation, terminal));
    const { status, body } = await ask(new URL(path, base));
    terminal.stdout.write(`${body}\n`);
    return status === 200 ? exitCodes.ok : exitCodes.failure;
  },
};

async function ownAddress(path: string, invocation: Invocation, { environment }: Terminal): Promise<string> {
  const { configuration } = await loadConfiguration({ environment, ...configFile(invocation) });
  return addressOf(configuration.listener, path);
}

function addressOf({ address, port, tls }: ListenerConfiguration, path: string): string {
  const isEvery = address === '' || address === '0.0.0.0' || address === '::';
  const bare = isEvery ? '127.0.0.1' : address;
  const host = bare.includes(':') ? `[${bare}]` : bare;
  if (tls?.notlspaths.includes(path)) return `http://${host}:${tls.notlsport}`;
  return `${tls ? 'https' : 'http'}://${host}:${port}`;
}

async function ask(url: URL): Promise<{ readonly status: number; readonly body: string }> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    // Nothing is sent that anybody could misuse, and a certificate seldom names the address of a loopback interface.
    const request =
      url.protocol === 'https:'
        ? tlsRequest(url, { rejectUnauthorized: false, signal })
        : plainRequest(url, { signal });
    request.end();
    const [response] = await once(request, 'response');
    return { status: response.statusCode, body: await text(response) };
  } catch (cause) {
    throw new UnavailableError(`No Tiercel answers at ${url.origin}.`, { cause });
  }
}
