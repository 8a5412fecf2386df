import { describe, expect, it } from 'vitest';
import { Secret } from '#kit/secret.ts';
import { checkAccess } from './access.ts';

const local = { address: '127.0.0.1', host: '127.0.0.1:2802', authorization: undefined, isForwarded: false };

describe('without a token', () => {
  it.for([
    local,
    { ...local, address: '::ffff:127.0.0.1', host: 'localhost:2802' },
    { ...local, address: '::1', host: '[::1]:2802' },
  ])('this machine is served: %j', (caller) => {
    expect(checkAccess(caller, undefined)).toEqual({ allowed: true });
  });

  it.for([
    { ...local, address: '192.0.2.7' },
    { ...local, address: '' },
    { ...local, address: '127.0.0.6' },
    { ...local, isForwarded: true },
    { ...local, host: 'attacker.example' },
    { ...local, host: '127.0.0.1.attacker.example' },
    { ...local, host: undefined },
    { ...local, address: '192.0.2.127', host: 'localhost' },
  ])('nobody else is: %j', (caller) => {
    expect(checkAccess(caller, undefined)).toMatchObject({ allowed: false, status: 403 });
  });
});

describe('with a token', () => {
  const token = new Secret('s3cr3t');
  const far = { address: '192.0.2.7', host: 'tiercel.example', authorization: 'Bearer s3cr3t', isForwarded: true };

  it('whoever presents it is served', () => {
    expect(checkAccess(far, token)).toEqual({ allowed: true });
    expect(checkAccess({ ...far, authorization: 'bearer s3cr3t' }, token)).toEqual({ allowed: true });
  });

  it.for([undefined, '', 'Bearer', 'Bearer wrong', 'Basic s3cr3t', 's3cr3t'])('%j is refused', (authorization) => {
    expect(checkAccess({ ...local, authorization }, token)).toMatchObject({ allowed: false, status: 401 });
  });
});
