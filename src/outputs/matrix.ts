import { z } from 'zod';
import { url } from '#kit/url.ts';
import { authorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, MisconfiguredError, ThrottledError, type DeliveryError } from './errors.ts';
import { matrixMessage } from './matrix-message.ts';
import { httpUrl, secret, template } from './options.ts';

const exampleToken = 'syt_ZmFsY28_swordfish_1kZ9';

/**
 * The client API of a homeserver. The id of the alert is that of the transaction, so that an alert that is sent again makes no
 * second message as long as the server remembers. See
 * https://spec.matrix.org/v1.16/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid.
 */
export const matrix = defineHttpOutput({
  id: 'matrix',
  about: {
    title: 'Matrix',
    category: 'chat',
    website: 'https://matrix.org',
    summary: 'posts alerts to a room of Matrix',
    setup:
      'Create a user for Tiercel, log in as it once to get an access token, invite it to the room and accept. The id of the room is in its settings, **Advanced**. Rooms must not be encrypted.',
  },
  options: z.strictObject({
    hostport: httpUrl('The URL of the homeserver.'),
    accesstoken: secret('The access token of the user who posts.'),
    roomid: z
      .string()
      .regex(/^![^/]+$/, 'It must be the id of a room, such as !abc:example.com; an alias (#…) will not do.')
      .describe('The id of the room, such as `!abc:example.com`.'),
    msgtype: z
      .enum(['m.text', 'm.notice'])
      .default('m.text')
      .describe('The kind of message: `m.notice` makes no sound in most clients.'),
    messageformat: template(
      'A Go template for a line above the alert, in plain text, such as `{{ .Rule }} on {{ .Hostname }}`.',
    ),
  }),
  examples: {
    minimal: {
      hostport: 'https://matrix.example.com',
      accesstoken: exampleToken,
      roomid: '!qPewotXpIctQySfjSy:example.com',
    },
    'without a sound, below a line of your own': {
      hostport: 'https://matrix.example.com',
      accesstoken: exampleToken,
      roomid: '!qPewotXpIctQySfjSy:example.com',
      msgtype: 'm.notice',
      messageformat: '{{ .Priority }}: {{ .Rule }} on {{ .Hostname }}',
    },
  },
  request: (alert, { hostport, accesstoken, roomid, ...format }, installation) => ({
    method: 'PUT',
    url: url`${hostport}/_matrix/client/v3/rooms/${roomid}/send/m.room.message/${alert.uuid}`,
    headers: { Authorization: authorization('Bearer', accesstoken) },
    body: { json: matrixMessage(alert, format, installation) },
  }),
  check(response) {
    if (readAnswer(response.text).event_id !== undefined) return;
    throw new MisconfiguredError('The answer is not one of Matrix: check the option hostport', answerOf(response));
  },
  explain,
});

const text = z.string().optional().catch(undefined);
const answer = z.object({
  event_id: text,
  errcode: text,
  error: text,
  retry_after_ms: z.number().positive().optional().catch(undefined),
});

function readAnswer(body: string): z.output<typeof answer> {
  try {
    return answer.parse(JSON.parse(body));
  } catch {
    return {};
  }
}

/** See https://spec.matrix.org/v1.16/client-server-api/#standard-error-response. */
const remedies: ReadonlyMap<string | undefined, string> = new Map([
  ['M_UNKNOWN_TOKEN', 'check the option accesstoken'],
  ['M_MISSING_TOKEN', 'check the option accesstoken'],
  ['M_USER_DEACTIVATED', 'check the option accesstoken'],
  ['M_FORBIDDEN', 'invite the user to the room, and accept'],
  ['M_NOT_FOUND', 'check the options hostport and roomid'],
  ['M_UNRECOGNIZED', 'check the option hostport'],
]);

function explain(error: DeliveryError): DeliveryError {
  const { errcode, error: reason, retry_after_ms: pauseMs } = readAnswer(error.answer ?? '');
  if (errcode === 'M_LIMIT_EXCEEDED' && pauseMs !== undefined) {
    return new ThrottledError('Matrix asks for a pause', pauseMs, error);
  }
  const remedy = remedies.get(errcode);
  return remedy === undefined ? error : new MisconfiguredError(`Matrix: ${reason ?? errcode}: ${remedy}`, error);
}
