import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, Program, until } from './faults/program.ts';

/** A Falcosidekick configuration as people have it, started unchanged; every destination is one capture server. */
const configuration = (url: string) => `
customfields:
  cluster: production
slack:
  webhookurl: ${url}/slack
  minimumpriority: warning
loki:
  hostport: ${url}
elasticsearch:
  hostport: ${url}
  index: falco
  type: _doc
  suffix: none
alertmanager:
  hostport: ${url}
webhook:
  address: ""
kafka:
  hostport: ""
`;

const alert = {
  output: '16:31:56.746609046: Error File opened for writing (user=root file=/etc/<x>)',
  priority: 'Error',
  rule: 'Write below etc',
  time: '2026-11-24T16:31:56.746609046Z',
  output_fields: { 'user.name': 'root', 'fd.name': '/etc/<x>', 'k8s.ns.name': 'shop' },
  source: 'syscall',
  tags: ['filesystem'],
  hostname: 'node-1',
};

interface Captured {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const captured: Captured[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-drop-in-'));
let answer: { status: number; body: string };
let sink: Server;
let program: Program;

beforeAll(async () => {
  sink = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      captured.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      response.end(request.url === '/_bulk' ? '{"errors":false,"items":[]}' : '{}');
    });
  }).listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const address = sink.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  program = new Program(folder, { listen: await freePort(), console: await freePort() }, configuration(url));
  await program.start();
  const response = await fetch(program.url, {
    method: 'POST',
    body: JSON.stringify(alert).replace('"root"', '"root","evt.time":1507591916746609046'),
  });
  answer = { status: response.status, body: await response.text() };
  await until(() => captured.length >= 4, 'four requests');
});

afterAll(async () => {
  await program.end('SIGTERM');
  sink.close();
  sink.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const requestTo = (url: string) => captured.filter((request) => request.url === url);

describe('an existing Falcosidekick configuration', () => {
  it('answers as Falcosidekick does', () => {
    expect(answer).toEqual({ status: 200, body: '' });
  });

  it('delivers to Slack', () => {
    const [request] = requestTo('/slack');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Falcosidekick',
    });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      username: 'Falcosidekick',
      attachments: [{ color: '#e20b0b', footer: 'https://github.com/falcosecurity/falcosidekick' }],
    });
  });

  it('delivers to Loki, custom fields as labels', () => {
    const [request] = requestTo('/loki/api/v1/push');
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      streams: [
        {
          stream: {
            rule: 'Write below etc',
            source: 'syscall',
            priority: 'Error',
            k8s_ns_name: 'shop',
            cluster: 'production',
            hostname: 'node-1',
            tags: 'filesystem',
          },
          values: [['1795537916746609046', alert.output]],
        },
      ],
    });
  });

  it('delivers to Elasticsearch with its numbers intact', () => {
    const [request] = requestTo('/_bulk');
    expect(request?.body).toContain('"_index":"falco"');
    expect(request?.body).toContain('"evt.time":1507591916746609046');
    expect(request?.body).toContain(String.raw`"fd.name":"/etc/\u003cx\u003e"`);
    expect(request?.body).toContain('"@timestamp":"2026-11-24T16:31:56.746609046Z"');
  });

  it('delivers to Alertmanager', () => {
    const [request] = requestTo('/api/v2/alerts');
    expect(JSON.parse(request?.body ?? '')).toMatchObject([
      {
        labels: {
          source: 'falco',
          rule: 'Write below etc',
          priority: 'Error',
          severity: 'warning',
          cluster: 'production',
        },
        annotations: { info: alert.output, summary: 'Write below etc' },
        endsAt: '0001-01-01T00:00:00Z',
      },
    ]);
  });

  it('sends nothing else, and each once', () => {
    expect(captured.map(({ url }) => url).sort()).toEqual(['/_bulk', '/api/v2/alerts', '/loki/api/v1/push', '/slack']);
  });

  it("counts as Falcosidekick's metrics do", async () => {
    const metrics = await (await fetch(`${program.url}metrics`)).text();
    expect(metrics).toContain('falcosecurity_falcosidekick_inputs_total{source="requests",status="accepted"} 1');
    expect(metrics).toContain(
      'falcosecurity_falcosidekick_falco_events_total{hostname="node-1",rule="Write below etc",priority="5",priority_raw="error",' +
        'source="syscall",k8s_ns_name="shop",k8s_pod_name="",cluster="production"} 1',
    );
    for (const destination of ['slack', 'loki', 'elasticsearch', 'alertmanager']) {
      expect(metrics).toContain(
        `falcosecurity_falcosidekick_outputs_total{destination="${destination}",status="ok"} 1`,
      );
    }
    expect(metrics).toContain('tiercel_output_alerts{output="slack",state="delivered"} 1');
  });
});
