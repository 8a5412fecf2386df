import { expect, it } from 'vitest';
import { z } from 'zod';
import { url } from '#kit/url.ts';
import { defineHttpOutput } from './define.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';

/** Looks first, with a count of its own, and sends only what is not there. */
const looking = defineHttpOutput({
  id: 'looking',
  about: { title: 'Looking', category: 'log', website: 'https://example.com', summary: 'looks first' },
  options: z.strictObject({ word: z.string() }),
  examples: { minimal: { word: 'yes' } },
  request: (alert) => ({ url: url`${'https://example.com'}/things`, body: { json: alert.uuid } }),
  converse({ word }, http) {
    let looks = 0;
    return async (request, [alert], signal) => {
      looks++;
      const look = { method: 'GET', url: url`${'https://example.com'}/looks/${looks}/${alert.rule}` } as const;
      const answer = await http.send(look, signal);
      return answer.text === word ? answer : http.send(request, signal);
    };
  },
  check({ text }) {
    if (text === 'refused') throw new RejectedError('refused');
  },
  explain: (error) => new MisconfiguredError(`explained: ${error.message}`, error),
});

it('holds a conversation where an output declares one, and gives its last answer', async () => {
  const http = scripted('no', 'created', 'yes');
  const connection = await connect(looking, { word: 'yes' }, { http });
  expect(await deliver(connection, testAlert)).toEqual({ status: 200, answer: 'created' });
  expect(await deliver(connection, testAlert)).toEqual({ status: 200, answer: 'yes' });
  expect(http.requests.map((request) => `${request.method ?? 'POST'} ${String(request.url)}`)).toEqual([
    'GET https://example.com/looks/1/Test%20rule',
    'POST https://example.com/things',
    'GET https://example.com/looks/2/Test%20rule',
  ]);
});

it('begins a conversation anew with each connection', async () => {
  const http = scripted('yes', 'yes');
  for (let count = 0; count < 2; count++) await deliver(await connect(looking, { word: 'yes' }, { http }), testAlert);
  expect(String(http.requests[1]?.url)).toContain('/looks/1/');
});

it('checks the last answer of a conversation, and explains the errors of each request', async () => {
  const refused = await connect(looking, { word: 'yes' }, { http: scripted('no', 'refused') });
  expect(await failureOf(deliver(refused, testAlert))).toBeInstanceOf(RejectedError);
  const failing = await connect(looking, { word: 'yes' }, { http: scripted(new DeliveryError('500')) });
  expect(await failureOf(deliver(failing, testAlert))).toMatchObject({ message: 'explained: 500' });
});
