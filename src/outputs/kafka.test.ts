import { murmur2 } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { MisconfiguredError, RejectedError } from './errors.ts';
import { createBalancer, type BalancerName } from './kafka-balancer.ts';
import { kafkaError } from './kafka-errors.ts';
import { kafkaKey } from './kafka-key.ts';
import { testAlert } from './testing/alerts.ts';

const partitionsOf = (name: BalancerName, records: readonly (readonly [key: string | undefined, value: string])[]) => {
  const balancer = createBalancer(name, murmur2, () => 0.7);
  return records.map(([key, value]) => balancer({ key, value }, 4));
};

describe('a balancer', () => {
  it('takes partitions in turn', () => {
    expect(partitionsOf('round_robin', Array(5).fill(['k', 'v']))).toEqual([0, 1, 2, 3, 0]);
  });

  it('takes the partition that got the fewest bytes', () => {
    const values = ['x'.repeat(10), 'x', 'x'.repeat(5), 'xx', 'x', 'x'];
    expect(
      partitionsOf(
        'least_bytes',
        values.map((value) => [undefined, value]),
      ),
    ).toEqual([0, 1, 2, 3, 1, 1]);
  });

  it('hashes keys as others do', () => {
    // By `org.apache.kafka.common.utils.Utils.murmur2` and zlib.
    expect(
      partitionsOf('murmur2', [
        ['21', ''],
        ['foobar', ''],
      ]),
    ).toEqual([(-973_932_308 & 0x7fffffff) % 4, (-790_332_482 & 0x7fffffff) % 4]);
    expect(partitionsOf('crc32', [['123456789', '']])).toEqual([0xcbf43926 % 4]);
  });

  it('puts what has no key into one partition, or into any', () => {
    for (const name of ['crc32', 'murmur2'] as const) {
      expect(new Set(partitionsOf(name, Array(5).fill([undefined, 'v']))).size).toBe(1);
      expect(partitionsOf(`${name}_random`, [[undefined, 'v']])).toEqual([2]);
      expect(partitionsOf(`${name}_random`, [['k', 'v']])).toEqual(partitionsOf(name, [['k', 'v']]));
    }
  });
});

it('takes a part of the alert for the key', () => {
  expect(kafkaKey(testAlert, 'uuid')).toBe(testAlert.uuid);
  expect(kafkaKey(testAlert, 'rule')).toBe('Test rule');
  expect(kafkaKey(testAlert, 'none')).toBeUndefined();
});

describe('an error', () => {
  const place = { topic: 'falco', topiccreation: false, address: { host: 'kafka-0', port: 9092 } };
  const answer = (apiId: string) => new AggregateError([Object.assign(new Error('said'), { apiId })], 'several');

  it('is what the broker said, however deep that is', () => {
    expect(kafkaError(answer('MESSAGE_TOO_LARGE'), place)).toBeInstanceOf(RejectedError);
    const unknown = kafkaError(new Error('outer', { cause: answer('UNKNOWN_TOPIC_OR_PARTITION') }), place);
    expect(unknown).toBeInstanceOf(MisconfiguredError);
    expect(unknown.message).toContain('Kafka has no topic "falco": create it, or set topiccreation: true');
    const awaited = kafkaError(answer('UNKNOWN_TOPIC_OR_PARTITION'), { ...place, topiccreation: true });
    expect(awaited).not.toBeInstanceOf(MisconfiguredError);
    expect(kafkaError(answer('NOT_ENOUGH_REPLICAS'), place).message).toBe('Kafka answered: NOT_ENOUGH_REPLICAS');
  });

  it('is the connection otherwise', () => {
    const reset = Object.assign(new Error('x'), { code: 'ECONNRESET' });
    const error = kafkaError(new Error('outer', { cause: reset }), place);
    expect(error.message).toBe('The connection to kafka-0:9092 failed (ECONNRESET)');
  });
});
