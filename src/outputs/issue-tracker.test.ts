import { describe, expect, it } from 'vitest';
import { changedAlert } from '#alert/alert.ts';
import { MisconfiguredError } from './errors.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { HttpRequest, HttpTransport } from './output.ts';
import { servicenow } from './servicenow.ts';
import { alertFrom, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText } from './testing/wire-text.ts';
import { template } from './options.ts';

const options = { hostport: 'https://now/' };
const none = '{"result":[]}';
const found = '{"result":[{"sys_id":"s1","number":"INC1"}]}';
const created = '{"result":{"sys_id":"s1","number":"INC1"}}';

function shown(requests: readonly HttpRequest[]): string[] {
  return requests.map((request) => `${request.method ?? 'POST'} ${new URL(request.url.reveal()).pathname}`);
}

describe('a fingerprint', () => {
  const fields = (json: string) =>
    alertFrom(`{"output":"o","priority":"Error","rule":"r","time":"2001-01-01T01:10:00Z","output_fields":${json}}`);
  const of = (json: string, text = '') => fingerprintOf(fields(json), template('Text.').parse(text));

  it('is 16 hexadecimal digits', () => {
    expect(fingerprintOf(testAlert, undefined)).toBe('c3ab7700d053c7ad');
  });

  it('does not depend on what changes each time', () => {
    const other = changedAlert(testAlert, { uuid: 'x', output: 'y', time: '2002-01-01T01:10:00Z', priority: 'Alert' });
    expect(fingerprintOf(other, undefined)).toBe(fingerprintOf(testAlert, undefined));
  });

  it.for(['rule', 'source', 'hostname'] as const)('depends on the %s', (part) => {
    const other = changedAlert(testAlert, { [part]: 'other' });
    expect(fingerprintOf(other, undefined)).not.toBe(fingerprintOf(testAlert, undefined));
  });

  it.for(['k8s.ns.name', 'ka.target.namespace', 'k8s.pod.name', 'ka.target.name', 'container.name', 'container.id'])(
    'depends on %s',
    (name) => {
      expect(of(`{"${name}":"a"}`)).not.toBe(of(`{"${name}":"b"}`));
    },
  );

  it('is that of the template, where it says something', () => {
    expect(of('{"a":"1"}', '{{ .Rule }}')).toBe(of('{"k8s.pod.name":"2"}', '{{ .Rule }}'));
    expect(of('{"a":"1"}', '{{ index .OutputFields "a" }}')).not.toBe(of('{"a":"2"}', '{{ index .OutputFields "a" }}'));
  });

  it.for(['{{ index .OutputFields "missing" }}', '{{ if false }}x{{ end }}', '{{ .Nothing }}'])(
    'is the usual one where the template %s has nothing to say',
    (text) => {
      expect(of('{"a":"1"}', text)).toBe(of('{"a":"1"}'));
    },
  );
});

describe('an issue', () => {
  it('is created where none is open', async () => {
    const http = scripted(none, created);
    const connection = await connect(servicenow, options, { http });
    expect(await deliver(connection, testAlert)).toEqual({ status: 200, answer: created });
    expect(shown(http.requests)).toEqual(['GET /api/now/table/incident', 'POST /api/now/table/incident']);
  });

  it('is left as it is where one is open', async () => {
    const http = scripted(found);
    const connection = await connect(servicenow, options, { http });
    expect(await deliver(connection, testAlert)).toEqual({ status: 200, answer: found });
    expect(http.requests).toHaveLength(1);
  });

  it('gets a comment where that is wanted', async () => {
    const http = scripted(found, created);
    await deliver(await connect(servicenow, { ...options, comment: true }, { http }), testAlert);
    expect(shown(http.requests)).toEqual(['GET /api/now/table/incident', 'PATCH /api/now/table/incident/s1']);
    expect(JSON.parse(bodyText(http.requests[1] ?? Object())).work_notes).toContain('UUID: ');
  });

  it.for([['<html>'], ['{"result":{}}'], [none, ''], [none, '{"result":[]}']])(
    'is not created where the answers are %j',
    async (answers) => {
      const connection = await connect(servicenow, options, { http: scripted(...answers) });
      const error = await failureOf(deliver(connection, testAlert));
      expect(error).toBeInstanceOf(MisconfiguredError);
      expect(String(error)).toContain('not one of ServiceNow: check the option hostport');
    },
  );

  it('is created once by alerts at the same moment, and by the next one after a failure', async () => {
    const state = { issues: 0, requests: 0 };
    const http: HttpTransport = {
      async send(request) {
        const [isFirst, count] = [state.requests++ === 0, state.issues];
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (isFirst) throw new Error('broken');
        if (request.method !== 'GET') state.issues++;
        const search = count > 0 ? found : none;
        return { status: 200, headers: {}, text: request.method === 'GET' ? search : created };
      },
    };
    const connection = await connect(servicenow, options, { http });
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => deliver(connection, testAlert)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(state).toEqual({ issues: 1, requests: 5 });
  });
});
