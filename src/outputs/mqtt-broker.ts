import { z } from 'zod';
import { Secret } from '#kit/secret.ts';
import type { SocketAddress } from './socket.ts';

export interface MqttBroker {
  readonly address: SocketAddress;
  readonly isSecure: boolean;
  readonly user?: string;
  readonly password?: Secret;
}

const form = 'It must be the URL of a broker, such as tcp://mosquitto:1883 or ssl://mosquitto:8883.';

/** The schemes are those of the client that Falcosidekick uses, but for WebSockets. */
export function mqttBroker(description: string) {
  return z
    .string()
    .transform((text, context): MqttBroker => {
      const scheme = /^(tcp|mqtt|ssl|tls|mqtts|tcps):\/\//i.exec(text)?.[1]?.toLowerCase();
      const url = scheme === undefined ? null : URL.parse(text);
      if (url && url.hostname !== '') return brokerAt(url, scheme !== 'tcp' && scheme !== 'mqtt');
      context.addIssue(form);
      return z.NEVER;
    })
    .meta({ description });
}

function brokerAt({ hostname, port, username, password }: URL, isSecure: boolean): MqttBroker {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    address: { host, port: Number(port || (isSecure ? 8883 : 1883)) },
    isSecure,
    ...(username !== '' && { user: decodeURIComponent(username) }),
    ...(password !== '' && { password: new Secret(decodeURIComponent(password)) }),
  };
}
