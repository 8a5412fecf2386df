import { crc32 } from 'node:zlib';

export interface KafkaRecord {
  readonly key: string | undefined;
  readonly value: string;
}

/** The partition of a record, where there are so many. */
export type Balancer = (record: KafkaRecord, partitions: number) => number;

export type BalancerName = 'round_robin' | 'least_bytes' | 'crc32' | 'crc32_random' | 'murmur2' | 'murmur2_random';

/**
 * The balancers of https://pkg.go.dev/github.com/segmentio/kafka-go#Balancer. Where a record has no key, those named
 * random choose by chance, and the others hash nothing, which puts all such records into one partition.
 */
export function createBalancer(name: BalancerName, murmur2: (data: Buffer) => number, random: () => number): Balancer {
  switch (name) {
    case 'round_robin':
      return inTurn();
    case 'least_bytes':
      return bySize();
    case 'crc32':
      return byHash(crc32);
    case 'crc32_random':
      return byHash(crc32, random);
    case 'murmur2':
      return byHash((key) => murmur2(key) & 0x7fffffff);
    case 'murmur2_random':
      return byHash((key) => murmur2(key) & 0x7fffffff, random);
  }
}

function inTurn(): Balancer {
  let next = 0;
  return (_record, partitions) => next++ % partitions;
}

function bySize(): Balancer {
  const bytes: number[] = [];
  return ({ key = '', value }, partitions) => {
    while (bytes.length < partitions) bytes.push(bytes.length === 0 ? 0 : Math.min(...bytes));
    const chosen = bytes.indexOf(Math.min(...bytes.slice(0, partitions)));
    bytes[chosen] = (bytes[chosen] ?? 0) + key.length + value.length;
    return chosen;
  };
}

function byHash(hash: (key: Buffer) => number, random?: () => number): Balancer {
  return ({ key }, partitions) => {
    if (key === undefined && random) return Math.floor(random() * partitions);
    return hash(Buffer.from(key ?? '')) % partitions;
  };
}
