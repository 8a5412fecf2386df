import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { MisconfiguredError, RejectedError } from './errors.ts';
import { servicenow } from './servicenow.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest, revealedText } from './testing/wire-text.ts';

const options = { hostport: 'https://now' };

function incident(alert: Alert, more: object = {}) {
  const encoded = servicenow.configure({ ...options, ...more }, installation).encode([alert]);
  return JSON.parse(isHttpRequest(encoded) ? bodyText(encoded) : '');
}

it('looks for an active record with the fingerprint as its correlation id', async () => {
  const http = scripted('{"result":[]}', '{"result":{"sys_id":"s"}}');
  await deliver(await connect(servicenow, { ...options, table: 'sn_si_incident' }, { http }), testAlert);
  const { correlation_id: fingerprint } = incident(testAlert);
  expect(http.requests.map(({ url }) => decodeURIComponent(url.reveal()))).toEqual([
    `https://now/api/now/table/sn_si_incident?sysparm_query=correlation_id=${fingerprint}^active=true` +
      '&sysparm_fields=sys_id,number&sysparm_limit=1',
    'https://now/api/now/table/sn_si_incident',
  ]);
});

it.for([
  [{}, /^(?!.*Authorization)/s],
  [{ user: 'falco', password: 'swordfish' }, /Authorization: falco:swordfish/],
  [{ token: 'swordfish' }, /Authorization: Bearer swordfish/],
] as const)('authenticates with %j', ([more, expected]) => {
  const encoded = servicenow.configure({ ...options, ...more }, installation).encode([testAlert]);
  expect(isHttpRequest(encoded) && revealedText(encoded)).toMatch(expected);
});

it('has the fields of the operator in place of its own', () => {
  const fields = { urgency: '2', assignment_group: 'Security' };
  expect(incident(changedAlert(testAlert, { priority: 'Alert' }), { fields })).toMatchObject({
    impact: '1',
    urgency: '2',
    assignment_group: 'Security',
  });
});

describe('a text', () => {
  it.for(Object.entries(hostileAlerts))('stays within the columns for %s', ([, alert]) => {
    expect(incident(alert).short_description.length).toBeLessThanOrEqual(160);
    expect(incident(alert).description.length).toBeLessThanOrEqual(4000);
  });

  it('is never taken for HTML', () => {
    const output = '[code]<a href="http://evil.example">x</a>[/code][CODE]'.repeat(100);
    const { description } = incident(changedAlert(testAlert, { output, hostname: '[code]' }));
    expect(description).not.toMatch(/\[\/?code\]/i);
    expect(description.length).toBeLessThanOrEqual(4000);
  });
});

it.for([
  ['{"error":{"message":"Invalid table xyz","detail":null},"status":"failure"}', MisconfiguredError],
  ['{"error":{"message":"Data Policy Exception","detail":"x"},"status":"failure"}', RejectedError],
] as const)('takes %s for what it is', async ([answer, kind]) => {
  const refusal = new RejectedError('400', { status: 400, answer });
  const connection = await connect(servicenow, options, { http: scripted(refusal) });
  expect(await failureOf(deliver(connection, testAlert))).toBeInstanceOf(kind);
});
