import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { changedAlert } from '#alert/alert.ts';
import { MisconfiguredError, RejectedError } from './errors.ts';
import { jira } from './jira.ts';
import { jiraText } from './jira-text.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest, revealedText } from './testing/wire-text.ts';

const options = { hostport: 'https://jira', token: 'swordfish', project: 'SEC' };
const none = '{"issues":[],"isLast":true}';

function issue(alert: Alert, more: object = {}) {
  const encoded = jira.configure({ ...options, ...more }, installation).encode([alert]);
  return JSON.parse(isHttpRequest(encoded) ? bodyText(encoded) : '').fields;
}

async function requests(more: object, answers: readonly string[], ...alerts: Alert[]) {
  const http = scripted(...answers);
  const connection = await connect(jira, { ...options, ...more }, { http });
  for (const alert of alerts) await deliver(connection, alert);
  return http.requests.map((request) => ({
    url: request.url.reveal(),
    json: JSON.parse(bodyText(request)),
    text: revealedText(request),
  }));
}

it('looks for the label with the fingerprint, and creates an issue that has it', async () => {
  const [search, creation] = await requests({}, [none, '{"id":"10000","key":"SEC-1"}'], testAlert);
  const label = issue(testAlert).labels[1];
  expect(label).toMatch(/^tiercel-[0-9a-f]{16}$/);
  expect(search?.url).toBe('https://jira/rest/api/3/search/jql');
  expect(search?.json).toEqual({
    jql: `project = "SEC" AND labels = "${label}" AND statusCategory != Done`,
    fields: ['summary'],
    maxResults: 1,
  });
  expect(creation?.url).toBe('https://jira/rest/api/3/issue');
  expect(creation?.json.fields).toMatchObject({
    project: { key: 'SEC' },
    issuetype: { name: 'Task' },
    summary: '[Debug] Test rule',
    labels: ['falco', label],
  });
});

it('has the search look closer at issues that it created', async () => {
  const sent = await requests(
    {},
    [none, '{"id":"10000"}', none, '{"id":"10001"}', none, '{"id":"10002"}'],
    testAlert,
    changedAlert(testAlert, { rule: 'another' }),
    changedAlert(testAlert, { rule: 'a third' }),
  );
  expect(sent.map(({ json }) => json.reconcileIssues)).toEqual([
    undefined,
    undefined,
    [10_000],
    undefined,
    [10_000, 10_001],
    undefined,
  ]);
});

it('speaks version 2 with Data Center', async () => {
  const more = { edition: 'datacenter', comment: true };
  const [search, comment] = await requests(more, ['{"issues":[{"id":"7"}],"total":1}', '{"id":"8"}'], testAlert);
  expect(search?.url).toBe('https://jira/rest/api/2/search');
  expect(comment?.url).toBe('https://jira/rest/api/2/issue/7/comment');
  expect(comment?.json.body).toMatch(/^\{noformat\}\nThis is a test from falcosidekick\n\n[^]*\n\{noformat\}$/);
});

it.for([
  [{}, /Authorization: Bearer swordfish/],
  [{ user: 'falco@example.com' }, /Authorization: falco@example\.com:swordfish/],
] as const)('authenticates with %j', async ([more, expected]) => {
  const sent = await requests(more, [none, '{"id":"1"}'], testAlert);
  for (const { text } of sent) expect(text).toMatch(expected);
});

it.for(['', 'SEC"', 'A B', '1A'])('refuses the project %j', (project) => {
  expect(() => jira.configure({ ...options, project }, installation)).toThrow(/project/);
});

describe('a text', () => {
  it.for(Object.entries(hostileAlerts))('stays within the limits for %s', ([, alert]) => {
    expect(issue(alert).summary.length).toBeLessThanOrEqual(255);
    expect(JSON.stringify(issue(alert).description).length).toBeLessThanOrEqual(32_767);
    expect(issue(alert, { edition: 'datacenter' }).description.length).toBeLessThanOrEqual(32_767);
  });

  it('is in one block that it cannot close', () => {
    const alert = changedAlert(testAlert, { output: '{noformat} h1. x {NOFORMAT} [y|http://evil.example]' });
    const wiki = String(jiraText(alert, 'datacenter'));
    expect(wiki.match(/\{noformat\}/gi)).toHaveLength(2);
    expect(jiraText(alert, 'cloud')).toMatchObject({ content: [{ type: 'codeBlock', content: [{ type: 'text' }] }] });
  });

  it('ends with a link to the alert', () => {
    expect(issue(testAlert, { edition: 'datacenter' }).description).toMatch(/\{noformat\}\nhttps:\/\/tiercel\.example/);
  });
});

describe('a refusal', () => {
  const refused = async (answer: object) => {
    const refusal = new RejectedError('400', { status: 400, answer: JSON.stringify(answer) });
    const connection = await connect(jira, options, { http: scripted(none, refusal) });
    return failureOf(deliver(connection, alertFrom(testAlert.json)));
  };

  it.for([
    { errorMessages: [], errors: { project: 'valid project is required' } },
    { errorMessages: [], errors: { customfield_10010: 'Team is required.' } },
    { errorMessages: ["The value 'SEC' does not exist for the field 'project'."], errors: {} },
  ])('%j is for the operator', async (answer) => {
    const error = await refused(answer);
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('Check the options project, issuetype and labels');
  });

  it.for([{ errorMessages: ['CONTENT_LIMIT_EXCEEDED'], errors: {} }, { errors: { description: 'too long' } }, {}])(
    '%j is final',
    async (answer) => {
      expect(await refused(answer)).toBeInstanceOf(RejectedError);
    },
  );
});
