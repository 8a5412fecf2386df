import type { Session } from './define.ts';
import { answerOf } from './errors.ts';
import type { GelfAddress } from './gelf-address.ts';
import { gelfDatagrams } from './gelf-datagrams.ts';
import type { ConnectContext, HttpRequest } from './output.ts';
import { openStream, openUdp } from './syslog-session.ts';

/** Over TCP and UDP, one text an alert. */
export type GelfBody = HttpRequest | readonly string[];

/** A session by the protocol of the address. */
export async function openGelf(address: GelfAddress, context: ConnectContext): Promise<Session<GelfBody>> {
  const { protocol } = address;
  if (protocol === 'http') return overHttp(context);
  return protocol === 'udp'
    ? converted(await openUdp(address, context), gelfDatagrams)
    : converted(await openStream(address, protocol, context), (text) => [`${text}\0`]);
}

function overHttp({ http }: ConnectContext): Session<GelfBody> {
  return {
    send: async (message, signal) => ('url' in message ? answerOf(await http.send(message, signal)) : {}),
    close: async () => {},
  };
}

/** Over TCP a zero byte ends a message, which JSON holds none of; over UDP it is datagrams. */
function converted<Frame>(
  session: Session<readonly Frame[]>,
  framesOf: (text: string) => readonly Frame[],
): Session<GelfBody> {
  return {
    send: async (message, signal, alerts) =>
      'url' in message ? {} : session.send(message.flatMap(framesOf), signal, alerts),
    close: () => session.close(),
  };
}
