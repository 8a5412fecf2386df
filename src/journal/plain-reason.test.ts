import { expect, it } from 'vitest';
import { plainReason } from './plain-reason.ts';

it.for<[reason: string, plain: string]>([
  ['Slack answered 404: no_team', 'Slack answered 404: no_team'],
  ['refused: field [k8s.pod] is 34982 bytes, more than 32766', 'refused: field [k8s.pod] is … bytes, more than …'],
  ['gave up after 24 hours: connect ECONNREFUSED 10.0.0.7:443', 'gave up after … hours: connect ECONNREFUSED …:443'],
  ['request 0191e0f2-8c4f-7d3a-9b1e-2f6a7c8d9e0f failed', 'request … failed'],
  ['trace 4bf92f3577b34da6a3ce929d0e0e4736, shard 3', 'trace …, shard …'],
  ['S3 and sha256 are names, deadbeef a word or not', 'S3 and sha256 are names, deadbeef a word or not'],
])('%s', ([reason, plain]) => {
  expect(plainReason(reason)).toBe(plain);
  expect(plainReason(plain)).toBe(plain);
});
