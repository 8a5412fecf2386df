import { gunzipSync } from 'node:zlib';
import type { Respond, SeenRequest, TestServer } from '#delivery/testing/http-server.ts';

type Body = (request: SeenRequest) => string;

/** What services say when they accept, where a status alone is not enough. */
const bodies: Readonly<Record<string, Body>> = {
  elasticsearch: (request) =>
    request.url.endsWith('_bulk') || request.url.includes('_bulk?')
      ? JSON.stringify({ errors: false, items: actions(request).map(() => ({ create: { status: 201 } })) })
      : '{"acknowledged":true,"result":"created"}',
  matrix: () => '{"event_id":"$1"}',
  teams: () => '1',
  telegram: () => '{"ok":true,"result":{}}',
  zulip: () => '{"result":"success","msg":"","id":42}',
  wazuh: () => '{"data":{"token":"a.b.c"},"error":0}',
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
