import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { ntfy } from './ntfy.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest, revealedText } from './testing/wire-text.ts';

const options = { hostport: 'http://ntfy:80', topic: 'falco' };

function request(alert: Alert, more: object = {}) {
  const encoded = ntfy.configure({ ...options, ...more }, installation).encode([alert]);
  if (!isHttpRequest(encoded)) throw new TypeError('No request');
  return encoded;
}

it('publishes to the root', () => {
  expect(request(testAlert).url.reveal()).toBe('http://ntfy:80/');
  expect(JSON.parse(bodyText(request(testAlert)))).toMatchObject({ topic: 'falco', sequence_id: testAlert.uuid });
});

it.for([
  ['no credentials', {}, /^(?!.*Authorization)/s],
  ['a token', { token: 'tk_swordfish' }, /Authorization: Bearer tk_swordfish/],
  ['a user', { user: 'falco', password: 'swordfish' }, /Authorization: falco:swordfish/],
] as const)('sends %s', ([, more, expected]) => {
  expect(revealedText(request(testAlert, more))).toMatch(expected);
});

it.for(['', 'a b', 'a/b', 'x'.repeat(65)])('refuses the topic %j', (topic) => {
  expect(() => ntfy.configure({ topic }, installation)).toThrow(/topic/);
});

describe('a message', () => {
  it.for(Object.entries(hostileAlerts))('stays within the limits for %s', ([, alert]) => {
    const text = bodyText(request(alert));
    const { title, message, tags } = JSON.parse(text);
    expect(Buffer.byteLength(text)).toBeLessThan(8192);
    expect(Buffer.byteLength(message)).toBeLessThan(4096);
    expect(message).toContain(`Priority: ${alert.priority}`);
    expect(title.length).toBeLessThanOrEqual(128);
    expect(tags.length).toBeLessThanOrEqual(5);
  });

  it('uses the room there is, and says that it was cut', () => {
    const { message } = JSON.parse(bodyText(request(changedAlert(testAlert, { output: 'é'.repeat(5000) }))));
    expect(Buffer.byteLength(message)).toBeGreaterThan(2000);
    expect(message).toContain('[...]');
  });

  it('has no tag that the server would split', () => {
    const { tags } = JSON.parse(bodyText(request(changedAlert(testAlert, { tags: ['a,b', 'c'] }))));
    expect(tags).toEqual(['a b', 'c']);
  });

  it('has no line that an alert made up', () => {
    const output = 'x\nPriority: Emergency\u2028Rule: other';
    const { message } = JSON.parse(bodyText(request(changedAlert(testAlert, { output }))));
    expect(message.split('\n').slice(0, 3)).toEqual(['x Priority: Emergency Rule: other', '', 'Priority: Debug']);
  });
});

describe('an answer', () => {
  const answered = async (answer: string | Error) =>
    deliver(await connect(ntfy, options, { http: scripted(answer) }), testAlert);

  it('with the message is a delivery', async () => {
    await expect(answered('{"id":"x","time":1,"event":"message","topic":"falco"}')).resolves.toMatchObject({
      status: 200,
    });
  });

  it.for(['', '<html></html>', '{}'])('%j is not one of ntfy', async (text) => {
    expect(await failureOf(answered(text))).toBeInstanceOf(MisconfiguredError);
  });

  it('that refuses the topic, or the messages of the day, is for the operator', async () => {
    const topic = new RejectedError('400', {
      status: 400,
      answer: '{"code":40009,"http":400,"error":"topic invalid"}',
    });
    expect(await failureOf(answered(topic))).toBeInstanceOf(MisconfiguredError);
    const quota = new DeliveryError('429', {
      status: 429,
      answer: '{"code":42908,"http":429,"error":"limit reached"}',
    });
    expect(await failureOf(answered(quota))).toBeInstanceOf(MisconfiguredError);
  });

  it('that asks to be slower is tried again', async () => {
    const slower = new DeliveryError('429', {
      status: 429,
      answer: '{"code":42901,"http":429,"error":"limit reached"}',
    });
    expect(await failureOf(answered(slower))).toBe(slower);
  });
});
