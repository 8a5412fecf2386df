import { expect, it } from 'vitest';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { gcpCloudrun } from './gcp-cloudrun.ts';
import { testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { revealedText } from './testing/wire-text.ts';

const endpoint = 'https://falco-123456789.europe-west1.run.app';

it('shows its token, if it has one', async () => {
  const http = scripted();
  await deliver(await connect(gcpCloudrun, { endpoint, jwt: 'swordfish' }, { http }), testAlert);
  await deliver(await connect(gcpCloudrun, { endpoint }, { http }), testAlert);
  const [withToken = '', without = ''] = http.requests.map(revealedText);
  expect(withToken).toContain('Authorization: Bearer swordfish\n');
  expect(without).not.toContain('Authorization');
});

it.for([401, 403])('says what %i means', async (status) => {
  const http = scripted(new DeliveryError(`It answered ${status}`, { status, answer: '<html>' }));
  const error = await failureOf(
    deliver(await connect(gcpCloudrun, { endpoint, jwt: 'swordfish' }, { http }), testAlert),
  );
  expect(error).toBeInstanceOf(MisconfiguredError);
  expect(error).toMatchObject({ message: expect.stringContaining('renew jwt'), status, answer: '<html>' });
});
