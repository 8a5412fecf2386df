import { describe, expect, it } from 'vitest';
import { changedAlert, type AlertContent } from '#alert/alert.ts';
import { RejectedError } from './errors.ts';
import { http } from './http.ts';
import type { HttpRequest } from './output.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const url = 'https://example.com/alerts';

function request(options: object, changes: Partial<AlertContent> = {}): HttpRequest {
  const alert = changedAlert(testAlert, changes);
  const encoded = http.configure({ url, ...options }, installation).encode([alert]);
  if (!isHttpRequest(encoded)) throw new TypeError('It is no request');
  return encoded;
}

const body = (template: string, changes: Partial<AlertContent> = {}, contenttype = 'application/json') =>
  bodyText(request({ body: template, contenttype }, changes));

const problem = (options: object) => {
  const { error } = http.options.safeParse({ url, ...options });
  return error?.issues.map(({ message }) => message).join(' ') ?? '';
};

it('sends the alert as JSON unless told otherwise', () => {
  expect(request({})).toEqual({
    method: 'POST',
    url: expect.anything(),
    headers: {},
    body: { text: `${testAlert.json}\n`, type: 'application/json; charset=utf-8' },
  });
});

it('takes method, headers and type from the options, and signs', () => {
  const signingsecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const made = request({
    method: 'PATCH',
    headers: { 'X-Rule': '{{ .Rule }}' },
    contenttype: 'text/plain',
    signingsecret,
  });
  expect(made).toMatchObject({ method: 'PATCH', headers: { 'X-Rule': 'Test rule' }, body: { type: 'text/plain' } });
  expect(made.signature?.id).toBe(testAlert.uuid);
  expect(made.signature?.secret.reveal()).toBe(signingsecret);
  expect(request({ method: 'GET' }).body).toBeUndefined();
});

describe('the URL', () => {
  const address = (template: string, changes: Partial<AlertContent> = {}) =>
    request({ url: `https://example.com/${template}` }, changes).url.reveal();

  it.for([
    ['x?y=1#https://evil.example/', 'x%3Fy%3D1%23https%3A%2F%2Fevil.example%2F'],
    ['a b\r\nc', 'a%20b%0D%0Ac'],
    ['//evil.example', '%2F%2Fevil.example'],
    ['änn', '%C3%A4nn'],
  ] as const)('takes %j as one segment and one value', ([rule, encoded]) => {
    expect(address('{{ .Rule }}?q={{ .Rule }}', { rule })).toBe(`https://example.com/${encoded}?q=${encoded}`);
  });

  it.for(['.', '..'])('refuses an alert that would lead to another path by %j', (rule) => {
    expect(() => address('{{ .Rule }}/x', { rule })).toThrow(RejectedError);
    expect(() => address('a/%2E{{ .Rule }}', { rule: '.' })).toThrow(RejectedError);
    expect(address('x?q={{ .Rule }}', { rule })).toBe(`https://example.com/x?q=${rule}`);
  });

  it('compares texts as they are, and cuts those that are long', () => {
    expect(address('{{ if eq .Rule "a b" }}yes{{ end }}', { rule: 'a b' })).toBe('https://example.com/yes');
    expect(address('{{ .Rule }}', { rule: 'x'.repeat(9999) }).length).toBeLessThan(600);
  });

  it.for([
    'https://{{ .Hostname }}/',
    'https://example.com{{ .Rule }}',
    'https://{{ .Hostname }}@example.com/',
    'https://example.com:{{ .Rule }}/',
    '{{ .Rule }}',
    'ftp://example.com',
    '',
  ])('cannot be %j', (wrong) => {
    expect(problem({ url: wrong })).not.toBe('');
  });

  it('is hidden with user and password in it', () => {
    const made = request({ url: 'https://falco:swordfish@example.com/{{ .Rule }}' });
    expect(String(made.url)).toBe('[secret]');
    expect(made.url.reveal()).toBe('https://falco:swordfish@example.com/Test%20rule');
  });
});

describe('headers', () => {
  it('hold one line of ASCII', () => {
    const { headers } = request({ headers: { 'X-Rule': '{{ .Rule }}' } }, { rule: 'a\r\nX-Evil: b\u0000ä' });
    expect(headers).toEqual({ 'X-Rule': 'a X-Evil: b %C3%A4' });
  });

  it.for(['Authorization', 'X-Api-Key', 'Cookie', 'Host', 'Content-Length', 'Content-Type', 'a b', ''])(
    'cannot be %j',
    (name) => {
      expect(problem({ headers: { [name]: 'x' } })).not.toBe('');
    },
  );
});

describe('a body', () => {
  const rule = 'a "b" \\ \u0000 </x> & é=1';

  it.for([
    ['application/json', '{"r": "{{ .Rule }}"}', String.raw`{"r": "a \"b\" \\ \u0000 </x> & é=1"}`],
    ['application/vnd.api+json; charset=utf-8', '["{{ .Rule }}"]', String.raw`["a \"b\" \\ \u0000 </x> & é=1"]`],
    ['application/xml', '<r>{{ .Rule }}</r>', '<r>a &#34;b&#34; \\ \ufffd &#60;/x&#62; &#38; é=1</r>'],
    ['application/x-www-form-urlencoded', 'r={{ .Rule }}', 'r=a%20%22b%22%20%5C%20%00%20%3C%2Fx%3E%20%26%20%C3%A9%3D1'],
    ['text/plain', '{{ .Rule }}', rule],
  ] as const)('of type %s escapes what comes from the alert', ([type, template, text]) => {
    expect(body(template, { rule }, type)).toBe(text);
  });

  it('escapes last, so that no function cuts an escape in two', () => {
    const output = 'x"","evil":"';
    for (let length = 1; length < 9; length++) {
      const parsed: unknown = JSON.parse(
        body(`{"t": "{{ printf "%.${length}s" .Output }}", "s": "{{ slice .Output 0 ${length} }}"}`, { output }),
      );
      expect(parsed).toEqual({ t: output.slice(0, length), s: output.slice(0, length) });
    }
  });

  it('escapes names of fields, too', () => {
    const { outputFields } = alertFrom(
      '{"output":"x","priority":"Debug","rule":"x","time":"2026-11-24T16:31:56Z","output_fields":{"a\\":\\"b":"c"}}',
    );
    const each = '{ {{- range $name, $value := .OutputFields }}"{{ $name }}": "{{ $value }}"{{ end -}} }';
    expect(JSON.parse(body(each, { outputFields }))).toEqual({ 'a":"b': 'c' });
  });

  it('has the whole alert, and its page in the console', () => {
    const whole = body('{"event": {{ .JSON }}, "text": "{{ print .JSON }}", "link": "{{ .Link }}"}');
    const link = `https://tiercel.example.com/alerts/${testAlert.uuid}`;
    expect(JSON.parse(whole)).toEqual({ event: JSON.parse(testAlert.json), text: testAlert.json, link });
    expect(body('j={{ .JSON }}', {}, 'application/x-www-form-urlencoded')).toBe(
      `j=${encodeURIComponent(testAlert.json)}`,
    );
  });

  it.for([
    ['application/json', '{{ .Rule }}'],
    ['application/json', '{"a": {{ .Rule }}}'],
    ['application/x-ndjson', '{"a": 1}\n{{ .Rule }}'],
  ] as const)('of type %s has to be JSON, unlike %j', ([type, template]) => {
    expect(() => body(template, { rule: '1,"admin":true' }, type)).toThrow(
      /^The body that the template makes of this alert is not JSON: /,
    );
  });

  it('may be lines of JSON', () => {
    expect(body('{"index": {}}\n{{ .JSON }}\n', {}, 'application/x-ndjson')).toBe(`{"index": {}}\n${testAlert.json}\n`);
  });
});

it('lets an alert go that a template fails for', async () => {
  const connection = await connect(http, { url, body: '"{{ index .Tags 7 }}"' }, { http: scripted() });
  const error = await failureOf(deliver(connection, testAlert));
  expect(error).toBeInstanceOf(RejectedError);
  expect(String(error)).toContain('The template of "body" fails for this alert: line 1, column 5');
});

it.for([
  [{ body: '{{ .Rule' }, 'It is not a valid template: line 1'],
  [{ url: 'https://example.com/{{ .Rule' }, 'It is not a valid template: line 1'],
  [{ headers: { 'X-A': '' } }, 'A header needs a value.'],
  [{ contenttype: 'json' }, 'It must be a media type'],
  [{ contenttype: 'text/plain\r\nX: y' }, 'It must be a media type'],
  [{ signingsecret: 'swordfish' }, 'openssl rand -base64 32'],
  [{ signingsecret: 'whsec_c3dvcmRmaXNo' }, 'openssl rand -base64 32'],
] as const)('refuses %j', ([options, message]) => {
  expect(problem(options)).toContain(message);
  expect(problem(options)).not.toContain('swordfish');
});
