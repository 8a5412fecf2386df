import type { Alerts } from './output.ts';

/** Either one command that takes all alerts, so that they are stored as a whole or not at all, or one for each alert. */
export type RedisMessage =
  | { readonly command: 'RPUSH' | 'HSET'; readonly key: string; readonly values: readonly string[] }
  | { readonly command: 'XADD' | 'PUBLISH'; readonly calls: readonly (readonly string[])[] };

export interface RedisStorage {
  readonly storagetype: 'list' | 'hashmap' | 'stream' | 'pubsub';
  readonly key: string;
  readonly maxlen: number;
}

/** The command and what follows it. */
export function redisMessage(alerts: Alerts, { storagetype, key, maxlen }: RedisStorage): RedisMessage {
  switch (storagetype) {
    case 'list':
      return { command: 'RPUSH', key, values: alerts.map(({ json }) => json) };
    case 'hashmap':
      return { command: 'HSET', key, values: alerts.flatMap(({ uuid, json }) => [uuid, json]) };
    case 'stream': {
      const limit = maxlen > 0 ? ['MAXLEN', '~', String(maxlen)] : [];
      return {
        command: 'XADD',
        calls: alerts.map(({ uuid, json }) => [key, ...limit, '*', 'id', uuid, 'alert', json]),
      };
    }
    case 'pubsub':
      return { command: 'PUBLISH', calls: alerts.map(({ json }) => [key, json]) };
  }
}
