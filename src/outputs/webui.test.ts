import { expect, it } from 'vitest';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';
import { webui } from './webui.ts';

const url = 'http://falcosidekick-ui:2802/';

it('sends the alert, and the names of the outputs that are on', () => {
  const outputs = ['slack', 'team "a" <b>', 'webui'];
  const encoded = webui.configure({ url }, { ...installation, outputs }).encode([testAlert]);
  expect(isHttpRequest(encoded) && [String(encoded.url), bodyText(encoded)]).toEqual([
    url,
    `{"event":${testAlert.json},"outputs":["slack","team \\"a\\" \\u003cb\\u003e","webui"]}\n`,
  ]);
  expect(webui.namesOutputs).toBe(true);
});

it.for([404, 405])('says what to do where there is no such thing: %i', async (status) => {
  const refusal = new MisconfiguredError(`tiercel answered ${status}`, { status });
  const connection = await connect(webui, { url }, { http: scripted(refusal) });
  const error = await failureOf(deliver(connection, testAlert));
  expect(error).toBeInstanceOf(MisconfiguredError);
  expect(String(error)).toContain('If it is gone, unset webui.url');
});

it('waits for one that is away', async () => {
  const outage = new DeliveryError('falcosidekick-ui refused the connection');
  const connection = await connect(webui, { url }, { http: scripted(outage) });
  expect(await failureOf(deliver(connection, testAlert))).toBe(outage);
});
