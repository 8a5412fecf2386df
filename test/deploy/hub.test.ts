import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findServer, freePort, hasProgram, isListening, makeCertificate, until } from '#outputs/testing/programs.ts';
import { falcoConfiguration } from '../../src/cli/falco-snippets.ts';
import { Program } from '../faults/program.ts';
import { parse } from 'yaml';
import { guideBlocks } from './guide-blocks.ts';

/** "One hub, many clusters" with its own nginx configuration: two clusters, one gateway with TLS, one hub. */
const nginx = findServer('nginx');
const canRun = nginx !== undefined && hasProgram('openssl', 'version') && hasProgram('curl');

const guide = 'one-hub-many-clusters.md';
const tokens = { east: 'token-of-east', west: 'token-of-west' };
const delivered = z.object({ rule: z.string(), output_fields: z.record(z.string(), z.unknown()) });

describe.runIf(canRun)('two clusters that post to one hub', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-hub-'));
  const alerts: z.output<typeof delivered>[] = [];
  const sink = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      alerts.push(delivered.parse(JSON.parse(body)));
      response.end();
    });
  });
  const programs: Program[] = [];
  let gateway: ChildProcess | undefined;
  let ca = '';
  let address = '';

  beforeAll(async () => {
    await once(sink.listen(0, '127.0.0.1'), 'listening');
    const at = sink.address();
    const hub = await start(
      'hub',
      `webhook: { address: "http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}" }\n`,
    );
    const { certfile, keyfile } = await makeCertificate(folder);
    ca = certfile;
    const port = await freePort();
    address = `localhost:${port}`;
    await startGateway(port, hub.url, { certfile, keyfile });
    await start(
      'west',
      `customfields: { cluster: west }\ntlsclient: { cacertfile: ${ca} }\nwebhook: { address: "https://west:${tokens.west}@${address}/" }\n`,
    );
  });

  afterAll(async () => {
    for (const program of programs) await program.end('SIGTERM');
    if (gateway?.exitCode === null) {
      const ended = once(gateway, 'exit');
      gateway.kill('SIGTERM');
      await ended;
    }
    sink.close();
    sink.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  async function start(name: string, configuration: string): Promise<Program> {
    const own = path.join(folder, name);
    mkdirSync(own);
    const program = new Program(own, { listen: await freePort(), console: await freePort() }, configuration);
    await program.start();
    programs.push(program);
    return program;
  }

  async function startGateway(port: number, hub: string, files: { certfile: string; keyfile: string }) {
    const users = path.join(folder, 'clusters');
    for (const [name, token] of Object.entries(tokens)) {
      const hash = execFileSync('openssl', ['passwd', '-6', token], { encoding: 'utf8' });
      appendFileSync(users, `${name}:${hash}`);
    }
    const server =
      guideBlocks().find(({ guide: file, language }) => file === guide && language === 'nginx')?.text ?? '';
    const http = server
      .replace('listen 443', `listen 127.0.0.1:${port}`)
      .replace('/etc/nginx/tls/tls.crt', files.certfile)
      .replace('/etc/nginx/tls/tls.key', files.keyfile)
      .replace('/etc/nginx/clusters', users)
      .replace('http://127.0.0.1:2801', hub.replace(/\/$/, ''));
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${path.join(folder, name)};`,
    );
    const file = path.join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;\nevents {}\n` +
        `http { access_log off; ${paths.join(' ')}\n${server === '' ? '' : http}}\n`,
    );
    // Its workers are somebody else, and have to read the passwords.
    execFileSync('chmod', ['-R', 'a+rX', folder]);
    const child = spawn(nginx ?? '', ['-c', file, '-p', folder], { stdio: 'ignore' });
    gateway = child;
    await until(() => isListening(port), 'nginx');
  }

  /** As Falco posts by its `http_output`: with libcurl, and with the fields it is told to add. */
  function falco(url: string, rule: string, isCertified = true): string {
    const text = falcoConfiguration('yaml', {
      url,
      cluster: 'east',
      ca: isCertified ? ca : undefined,
      client: undefined,
    });
    const { http_output: to, append_output: added } = z
      .object({
        http_output: z.object({ url: z.string(), ca_cert: z.string().optional() }),
        append_output: z.tuple([z.object({ extra_fields: z.tuple([z.record(z.string(), z.string())]) })]),
      })
      .parse(parse(text));
    const alert = {
      output: 'x',
      priority: 'Error',
      rule,
      time: '2026-11-24T16:31:56Z',
      output_fields: { 'proc.name': 'sh', ...added[0].extra_fields[0] },
    };
    const certified = to.ca_cert === undefined ? [] : ['--cacert', to.ca_cert];
    const options = ['-s', '-o', '/dev/null', '-w', '%{http_code}', '--noproxy', '*', ...certified];
    try {
      return execFileSync('curl', [...options, '-d', JSON.stringify(alert), to.url], { encoding: 'utf8' });
    } catch (error) {
      return error instanceof Error && 'stdout' in error ? String(error.stdout) : 'failed';
    }
  }

  const clusterOf = (rule: string) =>
    alerts.filter((alert) => alert.rule === rule).map((alert) => alert.output_fields['cluster']);

  it('keeps them apart: a Falco that names its cluster, and a Tiercel that does it for its Falcos', async () => {
    expect(falco(`https://east:${tokens.east}@${address}/`, 'From east')).toBe('200');
    const [, west] = programs;
    const body =
      '{"output":"x","priority":"Error","rule":"From west","time":"2026-11-24T16:31:56Z","output_fields":{"proc.name":"sh"}}';
    expect((await fetch(west?.url ?? '', { method: 'POST', body })).status).toBe(200);
    await until(() => clusterOf('From east').length > 0 && clusterOf('From west').length > 0, 'both alerts');
    expect(clusterOf('From east')).toEqual(['east']);
    expect(clusterOf('From west')).toEqual(['west']);
  });

  it('takes nothing from a sender without a token, or with that of another, or without the right authority', () => {
    expect(falco(`https://${address}/`, 'Nobody')).toBe('401');
    expect(falco(`https://east:${tokens.west}@${address}/`, 'Nobody')).toBe('401');
    expect(falco(`https://east:${tokens.east}@${address}/`, 'Nobody', false)).toBe('000');
    expect(clusterOf('Nobody')).toEqual([]);
  });

  it('still believes a sender with a token in what it names itself, as the guide says', async () => {
    expect(falco(`https://west:${tokens.west}@${address}/`, 'Pretends')).toBe('200');
    await until(() => clusterOf('Pretends').length > 0, 'the alert');
    expect(clusterOf('Pretends')).toEqual(['east']);
  });
});
