import { gunzipSync } from 'node:zlib';
import type { Respond, SeenRequest, TestServer } from '#delivery/testing/http-server.ts';

type Body = (request: SeenRequest) => string;

/** What services say when they accept, where a status alone is not enough. */
const bodies: Readonly<Record<string, Body>> = {
  elasticsearch: (request) =>
    request.url.endsWith('_bulk') || request.url.includes('_bulk?')
      ? JSON.stringify({ errors: false, items: actions(request).map(() => ({ create: { status: 201 } })) })
      : '{"acknowledged":true,"result":"created"}',
  github: ({ method }) => (method === 'GET' ? '[]' : '{"number":7}'),
  gotify: () => '{"id":7,"appid":1}',
  grafana: () => '{"id":7,"message":"Annotation added"}',
  jira: ({ url }) => (url.includes('/search') ? '{"issues":[]}' : '{"id":"10007"}'),
  kafkarest: (request) =>
    `{"offsets":${JSON.stringify(records(request).map((_, offset) => ({ partition: 0, offset })))}}`,
  matrix: () => '{"event_id":"$1"}',
  ntfy: () => '{"id":"7","event":"message"}',
  openobserve: () => '{"code":200,"status":[{"name":"falco","successful":1,"failed":0}]}',
  opsgenie: () => '{"result":"Request will be processed","requestId":"7"}',
  policyreport: () => '{"metadata":{"resourceVersion":"1"},"results":[]}',
  pushover: () => '{"status":1,"request":"7"}',
  quickwit: ({ body }) => `{"num_docs_for_processing":${body.toString().trimEnd().split('\n').length}}`,
  servicenow: ({ method }) => (method === 'GET' ? '{"result":[]}' : '{"result":{"sys_id":"7"}}'),
  teams: () => '1',
  telegram: () => '{"ok":true,"result":{}}',
  wazuh: () => '{"data":{"token":"a.b.c"},"error":0}',
  zincsearch: (request) => `{"record_count":${request.body.toString().split('"_id"').length - 1}}`,
  zulip: () => '{"result":"success","msg":"","id":42}',
};

/** Accepts whatever an output sends, in the way of its service. */
export function acceptingAnswer(server: TestServer, id: string): Respond {
  return (response) => {
    const request = server.requests.at(-1);
    response.end(request ? (bodies[id]?.(request) ?? '') : '');
  };
}

/** The lines of a bulk request that announce a document. */
function actions({ body, headers }: SeenRequest): readonly string[] {
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString();
  return text.split('\n').filter((line) => line.startsWith('{"create"'));
}

function records({ body }: SeenRequest): readonly string[] {
  return body.toString().split('"value"').slice(1);
}
