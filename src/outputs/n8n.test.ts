import { expect, it } from 'vitest';
import { z } from 'zod';
import { MisconfiguredError } from './errors.ts';
import { n8n } from './n8n.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { isHttpRequest, revealedText } from './testing/wire-text.ts';

const address = 'https://n8n.example.com/webhook/falco';

function sent(options: object): string {
  const encoded = n8n.configure({ address, ...options }, installation).encode([testAlert]);
  return isHttpRequest(encoded) ? revealedText(encoded) : '';
}

it('sends credentials of both kinds, each only if it is whole', () => {
  const headers = { headerauthname: 'X-Key', headerauthvalue: 'swordfish' };
  expect(sent({ user: 'falco', password: 'sesame', ...headers })).toContain(
    'Authorization: falco:sesame\nX-Key: swordfish',
  );
  expect(sent({ user: 'falco', headerauthname: 'X-Key' })).not.toMatch(/falco:|X-Key/);
  expect(sent({ password: 'sesame', headerauthvalue: 'swordfish' })).not.toMatch(/sesame|swordfish/);
});

it('refuses the name of a header that is none', () => {
  expect(() => sent({ headerauthname: 'X Key' })).toThrow(z.ZodError);
});

it('says what a webhook that is not registered means', async () => {
  const answer = '{"code":404,"message":"The requested webhook \\"POST falco\\" is not registered."}';
  const http = scripted(new MisconfiguredError('n8n.example.com answered 404', { status: 404, answer }));
  const error = await failureOf(deliver(await connect(n8n, { address }, { http }), testAlert));
  expect(error).toBeInstanceOf(MisconfiguredError);
  expect(error).toMatchObject({ message: expect.stringContaining('activate the workflow'), status: 404, answer });
});
