import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import type { Installation } from './output.ts';
import { teams } from './teams.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { answered, bodyOf } from './testing/requests.ts';

const connector = 'https://example.webhook.office.com/webhookb2/swordfish';
const workflow =
  'https://prod-01.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=swordfish';
const body = (settings: object = {}, alert?: Alert, where?: Installation) =>
  bodyOf(teams, { webhookurl: connector, ...settings }, alert, where);

it('gets what Falcosidekick posts', () => {
  expect(body({ activityimage: '' })).toBe(
    '{"@type":"MessageCard","summary":"This is a test from falcosidekick","themeColor":"ccfff2","sections":[{' +
      '"activityTitle":"Falcosidekick","activitySubtitle":"2001-01-01 01:10:00 +0000 UTC",' +
      '"text":"This is a test from falcosidekick","facts":[{"name":"rule","value":"Test rule"},' +
      '{"name":"priority","value":"Debug"},{"name":"source","value":"syscalls"},{"name":"hostname","value":"test-host"},' +
      '{"name":"proc.name","value":"falcosidekick"},{"name":"tags","value":"example, test"}]}]}\n',
  );
});

describe('the kind of card', () => {
  it.for([
    [connector, 'MessageCard'],
    ['https://outlook.office.com/webhook/1', 'MessageCard'],
    ['https://gateway.example.com/teams', 'MessageCard'],
    ['https://logic.azure.com.evil.example/', 'MessageCard'],
    [workflow, 'AdaptiveCard'],
    ['https://default5b0e.47.environment.api.powerplatform.com/powerautomate/1', 'AdaptiveCard'],
    ['https://prod.powerautomate.com/1', 'AdaptiveCard'],
  ] as const)('follows from the URL %s: %s', ([webhookurl, card]) => {
    expect(body({ webhookurl })).toContain(`type":"${card}"`);
  });

  it('is as the operator says', () => {
    expect(body({ cardformat: 'adaptive' })).toContain('AdaptiveCard');
    expect(body({ webhookurl: workflow, cardformat: 'messagecard' })).toContain('MessageCard');
  });
});

describe('a message', () => {
  it.for(Object.entries(hostileAlerts))('is no larger than Teams takes: %s', ([, alert]) => {
    for (const webhookurl of [connector, workflow]) {
      expect(Buffer.byteLength(body({ webhookurl }, alert, installation))).toBeLessThanOrEqual(16_000);
    }
  });

  it('shows what the options say', () => {
    expect(body({ outputformat: 'text' })).not.toContain('"facts"');
    expect(body({ outputformat: 'facts' })).toContain('"text":"","facts":[{');
    const adaptive = { webhookurl: workflow, activityimage: '' };
    expect(body(adaptive)).toContain('"text":"proc.name: "');
    expect(body({ ...adaptive, outputformat: 'text' })).not.toContain('"text":"proc.name: "');
    expect(body({ ...adaptive, outputformat: 'facts' })).not.toContain('This is a test');
    expect(body(adaptive)).not.toContain('"Image"');
  });

  it('has a button that leads to the console', () => {
    const link = `https://tiercel.example.com/alerts/${testAlert.uuid}`;
    expect(body({}, testAlert, installation)).toContain(`"targets":[{"os":"default","uri":"${link}"}]`);
    expect(body({ webhookurl: workflow }, testAlert, installation)).toContain(
      `"Action.OpenUrl","title":"Open the alert","url":"${link}"`,
    );
  });

  it('has a summary in any case', () => {
    expect(body({}, changedAlert(testAlert, { output: '' }))).toContain('"summary":"Test rule"');
    expect(body({}, changedAlert(testAlert, { output: '', rule: '' }))).toContain('"summary":"Falco"');
  });

  it('hides no link and mentions nobody', () => {
    const alert = changedAlert(testAlert, { output: '[bank](http://evil.example) <at>all</at>', rule: '<at>all</at>' });
    expect(body({}, alert)).toContain(String.raw`"text":"\\[bank\\](http://evil.example) &lt;at>all&lt;/at>"`);
    const { content } = JSON.parse(body({ webhookurl: workflow }, alert)).attachments[0];
    expect(JSON.stringify(content)).not.toMatch(/"TextBlock"|"FactSet"|"entities"/);
  });
});

describe('an answer of a connector', () => {
  const answer = (text: string | Error, webhookurl = connector) => answered(teams, { webhookurl }, text);
  const failed = (status: number) =>
    `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${status} with ContextId tcid=1`;

  it('is 1 where all is well, and anything for others', async () => {
    await expect(answer('1')).resolves.toMatchObject({ answer: '1' });
    await expect(answer('', workflow)).resolves.toMatchObject({ answer: '' });
    await expect(answer('{}', 'https://gateway.example.com')).resolves.toMatchObject({ answer: '{}' });
  });

  it.for([
    [failed(429), 'DeliveryError'],
    [failed(502), 'DeliveryError'],
    [failed(413), 'RejectedError'],
    [failed(403), 'MisconfiguredError'],
    ['', 'DeliveryError'],
  ] as const)('200 that says %j is a failure', async ([text, name]) => {
    const error = await failureOf(answer(text));
    expect(error).toMatchObject({ name, status: 200, answer: text });
  });

  it('is understood behind a proxy, too', async () => {
    expect(await failureOf(answer(failed(429), 'https://gateway.example.com'))).toBeInstanceOf(DeliveryError);
  });

  it('about a workflow that is off is for the operator to mend', async () => {
    const text = '{"error":{"code":"WorkflowTriggerIsNotEnabled","message":"trigger is not enabled."}}';
    const error = await failureOf(answer(new RejectedError('400', { status: 400, answer: text }), workflow));
    expect(error).toBeInstanceOf(MisconfiguredError);
    const refusal = new RejectedError('400', { status: 400, answer: 'Bad payload' });
    expect(await failureOf(answer(refusal))).toBe(refusal);
  });
});
