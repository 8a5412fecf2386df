import { expect, it } from 'vitest';
import { nodered } from './nodered.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { isHttpRequest, revealedText } from './testing/wire-text.ts';

function sent(options: object): string {
  const address = 'http://node-red:1880/falco';
  const encoded = nodered.configure({ address, ...options }, installation).encode([testAlert]);
  return isHttpRequest(encoded) ? revealedText(encoded) : '';
}

it('sends user and password if it has both', () => {
  expect(sent({ user: 'falco', password: 'swordfish' })).toContain('Authorization: falco:swordfish\n');
  expect(sent({ user: 'falco' })).not.toContain('Authorization');
  expect(sent({ password: 'swordfish' })).not.toContain('Authorization');
  expect(sent({}).endsWith(`\n${testAlert.json}\n`)).toBe(true);
});
