import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import { github } from './github.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const options = { hostport: 'https://api.github.test/', repository: 'example/security', token: 'swordfish' };
const base = 'https://api.github.test/repos/example/security';

function issue(alert: Alert) {
  const encoded = github.configure(options, installation).encode([alert]);
  return JSON.parse(isHttpRequest(encoded) ? bodyText(encoded) : '');
}

async function requests(more: object, ...answers: (string | Error)[]) {
  const http = scripted(...answers);
  await deliver(await connect(github, { ...options, ...more }, { http }), testAlert);
  return http.requests.map((request) => `${request.method ?? 'POST'} ${request.url.reveal()}`);
}

it('creates the label, looks for open issues of the fingerprint, and creates one', async () => {
  expect(await requests({}, '{}', '[]', '{"number":1}')).toEqual([
    `POST ${base}/labels`,
    `GET ${base}/issues?state=open&per_page=1&labels=${issue(testAlert).labels[1]}`,
    `POST ${base}/issues`,
  ]);
});

it('comments on an issue that is open', async () => {
  const exists = new RejectedError('422', { status: 422, answer: '{"errors":[{"code":"already_exists"}]}' });
  expect((await requests({ comment: true }, exists, '[{"number":7}]', '{"id":1}')).at(-1)).toBe(
    `POST ${base}/issues/7/comments`,
  );
});

it('sends nothing where the token may not write', async () => {
  const forbidden = new MisconfiguredError('403', { status: 403, answer: '{"message":"Resource not accessible"}' });
  const error = await failureOf(requests({}, forbidden));
  expect(error).toBeInstanceOf(MisconfiguredError);
  expect(String(error)).toContain('that the token may write its issues');
});

it.for(['security', 'a/b/c', '/x', 'a b/c'])('refuses the repository %j', (repository) => {
  expect(() => github.configure({ ...options, repository }, installation)).toThrow(/repository/);
});

describe('an issue', () => {
  it.for(Object.entries(hostileAlerts))('stays within the limits for %s', ([, alert]) => {
    const { title, body, labels } = issue(alert);
    expect(title.length).toBeLessThanOrEqual(256);
    expect(body.length).toBeLessThanOrEqual(65_536);
    for (const label of labels) expect(label.length).toBeLessThanOrEqual(50);
  });

  it.for(Object.entries(hostileAlerts))('is code but for its link for %s', ([, alert]) => {
    const lines: string[] = issue(alert).body.split('\n');
    expect(lines.pop()).toBe(`https://tiercel.example.com/alerts/${alert.uuid}`);
    for (const line of lines) expect(line).toMatch(/^(?: {4}|$)/);
  });

  it('mentions nobody', () => {
    const alert = changedAlert(testAlert, { output: '\n```\n@example/team see #1\n~~~', rule: 'x\n@everyone' });
    expect(issue(alert).body).toContain('    ``` @example/team see #1 ~~~\n');
    expect(issue(alert).title).toBe('[Debug] x @everyone');
  });
});

describe('a refusal', () => {
  const explained = async (status: number, message: string) => {
    const refusal = new DeliveryError('x', { status, answer: JSON.stringify({ message }) });
    return failureOf(requests({}, '{}', refusal));
  };

  it.for([
    [403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'],
    [403, 'API rate limit exceeded for user ID 1.'],
    [429, 'API rate limit exceeded'],
  ] as const)('%i "%s" is a pause', async ([status, message]) => {
    const error = await explained(status, message);
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ retryAfterMs: 60_000 });
  });

  it.for([
    [403, 'Resource not accessible by personal access token'],
    [404, 'Not Found'],
    [410, 'Issues has been disabled in this repository.'],
  ] as const)('%i "%s" is for the operator', async ([status, message]) => {
    expect(await explained(status, message)).toBeInstanceOf(MisconfiguredError);
  });

  it('of one comment more is final', async () => {
    const message = 'Commenting is disabled on issues with more than 2500 comments';
    expect(await explained(403, message)).toBeInstanceOf(RejectedError);
  });
});
