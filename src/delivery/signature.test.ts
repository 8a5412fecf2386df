import { expect, it } from 'vitest';
import { Secret } from '#kit/secret.ts';
import { MisconfiguredError } from '#outputs/errors.ts';
import { signatureHeaders } from './signature.ts';

const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const body = '{"test": 2432232314}';

it('signs as the libraries of Standard Webhooks do', () => {
  const secret = new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  const headers = Object.fromEntries(signatureHeaders({ id, secret }, body, 1_614_265_330_999));
  expect(headers).toEqual({
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
  expect(Object.fromEntries(signatureHeaders({ id, secret }, Buffer.from(body), 1_614_265_330_000))).toEqual(headers);
});

it.for(['', 'whsec_', 'not base64!', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwa'])(
  'refuses %j as secret, and does not repeat it',
  (text) => {
    const sign = () => signatureHeaders({ id, secret: new Secret(text) }, body, 0);
    expect(sign).toThrow(MisconfiguredError);
    expect(sign).toThrow(/^The secret for signing is not "whsec_" with a key in base64$/);
  },
);
