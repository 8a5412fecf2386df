import { describe, expect, it } from 'vitest';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { openobserve } from './openobserve.ts';
import { alertFrom, installation, referenceAlerts } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const hostport = 'http://openobserve:5080';
const [first = alertFrom('{}'), second = first] = Object.values(referenceAlerts);

async function answered(answer: string) {
  const connection = await connect(openobserve, { hostport }, { http: scripted(answer) });
  return deliver(connection, first, second);
}

it('sends an alert as upstream does, and others in lines of their own', () => {
  const output = openobserve.configure({ hostport, organizationname: 'a/b', streamname: 'c' }, installation);
  const encoded = output.encode([first, second]);
  expect(isHttpRequest(encoded) && [String(encoded.url), bodyText(encoded)]).toEqual([
    'http://openobserve:5080/api/a%2Fb/c/_multi',
    `${first.json}\n${second.json}\n`,
  ]);
});

it('sends no half of a credential', () => {
  const headers = (options: object) => {
    const encoded = openobserve.configure({ hostport, ...options }, installation).encode([first]);
    return isHttpRequest(encoded) ? Object.keys(encoded.headers ?? {}) : [];
  };
  expect(headers({ username: 'a' })).toEqual([]);
  expect(headers({ password: 'a' })).toEqual([]);
  expect(headers({ username: 'a', password: 'b' })).toEqual(['Authorization']);
});

describe('the answer', () => {
  it('is fine where nothing failed', async () => {
    const answer = '{"code":200,"status":[{"name":"falco","successful":2,"failed":0}]}';
    await expect(answered(answer)).resolves.toMatchObject({ status: 200, answer });
    await expect(answered('{"code":200}')).resolves.toMatchObject({ status: 200 });
  });

  it('counts the records that it refused, and says why', async () => {
    const error = await failureOf(
      answered('{"code":200,"status":[{"name":"falco","successful":1,"failed":1,"error":"Too old data"}]}'),
    );
    expect(error).toBeInstanceOf(RejectedError);
    expect(String(error)).toContain('refused 1 records: Too old data');
  });

  it('may hold another status than it has', async () => {
    const error = await failureOf(answered('{"code":503,"error":"MemoryTableOverflowError"}'));
    expect(error).toBeInstanceOf(DeliveryError);
    expect(error).not.toBeInstanceOf(RejectedError);
    expect(error).toMatchObject({ status: 503, message: expect.stringContaining('MemoryTableOverflowError') });
  });

  it.for(['', '<html></html>', '[]', '{"status":[]}'])('is not one of the ingestion API: %j', async (text) => {
    const error = await failureOf(answered(text));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('check the options hostport, organizationname');
  });
});
