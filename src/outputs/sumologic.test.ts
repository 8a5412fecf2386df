import { expect, it } from 'vitest';
import { sumologic } from './sumologic.ts';
import { installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const receiverurl = 'https://endpoint1.collection.sumologic.com/receiver/v1/http/swordfish';
const [first = testAlert, ...others] = Object.values(referenceAlerts);

function request(options: object, ...alerts: (typeof first)[]) {
  const encoded = sumologic.configure({ receiverurl, ...options }, installation).encode([first, ...alerts]);
  if (!isHttpRequest(encoded)) throw new TypeError('It is no request');
  return encoded;
}

it('posts an alert as Falcosidekick does, and several on a line each', () => {
  expect(bodyText(request({}))).toBe(`${first.json}\n`);
  expect(bodyText(request({}, ...others))).toBe([first, ...others].map(({ json }) => `${json}\n`).join(''));
});

it('names category, host and source where they are set', () => {
  expect(request({}).headers).toEqual({});
  expect(request({ sourcecategory: 'a', sourcehost: 'b', sourcename: 'c' }).headers).toEqual({
    'X-Sumo-Category': 'a',
    'X-Sumo-Host': 'b',
    'X-Sumo-Name': 'c',
  });
});

it.for(Object.entries(hostileAlerts))('makes one message of %s, that is not split', ([, alert]) => {
  const [, line = '', ...rest] = bodyText(request({}, alert)).trimEnd().split('\n');
  expect(rest).toEqual([]);
  expect(Buffer.byteLength(line)).toBeLessThanOrEqual(64_000);
  expect(JSON.parse(line)).toMatchObject({ uuid: alert.uuid });
});
