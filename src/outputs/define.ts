import type { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { answerOf, DeliveryError } from './errors.ts';
import type {
  About,
  Alerts,
  BatchLimits,
  ConnectContext,
  HttpRequest,
  HttpResponse,
  HttpTransport,
  Installation,
  Output,
  Pace,
  Receipt,
  Transport,
} from './output.ts';

interface Declaration<Id extends string, Options extends z.ZodObject> {
  readonly id: Id;
  readonly about: About;
  readonly options: Options;
  /** Shown in the docs and the console, and encoded into this output's golden file. */
  readonly examples: Readonly<Record<string, z.input<Options>>>;
  /** An option that holds a list, where each item is a destination of its own: several Alertmanagers. */
  readonly each?: keyof z.input<Options> & string;
  /** Where the service permits so many messages and no more. */
  readonly pace?: Pace | ((options: z.output<Options>) => Pace | undefined);
  /** Messages name the outputs that are on: a change of those is a change of this one. */
  readonly namesOutputs?: true;
  /** Why an alert is not for this output, for people; `undefined` for those that are. Pure. */
  refuses?(alert: Alert, options: z.output<Options>): string | undefined;
}

type Batch<Options extends z.ZodObject> =
  | BatchLimits
  /** For outputs whose options choose; `undefined` means one alert a message. */
  | ((options: z.output<Options>) => BatchLimits | undefined);

interface HttpConversation<Id extends string, Options extends z.ZodObject> extends Declaration<Id, Options> {
  /** For destinations that need another client than the shared one: what a kubeconfig asks for. Made when connecting. */
  client?(options: z.output<Options>, context: ConnectContext): Promise<HttpTransport>;
  /**
   * What has to be there before the first alert, an index template for instance. Where it fails, the delivery layer tries
   * to connect again, as after any failure to connect.
   */
  prepare?(options: z.output<Options>, http: HttpTransport, signal: AbortSignal): Promise<void>;
  /**
   * For deliveries of more than one request: looks first, then sends the request that the alerts were encoded to, or another
   * one, and resolves to the last answer. Made when connecting, so that it can remember what it sent on this connection.
   */
  converse?(options: z.output<Options>, http: HttpTransport): Converse;
  /** For services that answer 2xx to what they refuse: throws one of the errors of `errors.ts`. */
  check?(response: HttpResponse, alerts: Alerts, options: z.output<Options>): void;
  /** For services whose refusals say more than their status does: the error to throw instead. */
  explain?(error: DeliveryError, options: z.output<Options>): DeliveryError;
}

export type Converse = (request: HttpRequest, alerts: Alerts, signal: AbortSignal) => Promise<HttpResponse>;

interface HttpDeclaration<Id extends string, Options extends z.ZodObject> extends HttpConversation<Id, Options> {
  request(alert: Alert, options: z.output<Options>, installation: Installation): HttpRequest;
}

interface HttpBatchDeclaration<Id extends string, Options extends z.ZodObject> extends HttpConversation<Id, Options> {
  readonly batch: Batch<Options>;
  /** Where `batch` is `undefined` for these options, always with one alert. */
  batchRequest(alerts: Alerts, options: z.output<Options>, installation: Installation): HttpRequest;
}

interface SessionDeclaration<Id extends string, Options extends z.ZodObject, Message> extends Declaration<Id, Options> {
  /** `http` for an output whose options choose between HTTP, through `context.http`, and a connection of its own. */
  readonly transport: Transport;
  readonly batch?: Batch<Options>;
  message(alerts: Alerts, options: z.output<Options>, installation: Installation): Message;
  /** Connects. Protocol clients are imported here, so that only who configures them loads them. */
  open(options: z.output<Options>, context: ConnectContext): Promise<Session<Message>>;
}

export interface Session<Message> {
  /** `alerts` are those that the message was made from, for errors that concern some of them. */
  send(message: Message, signal: AbortSignal, alerts: Alerts): Promise<Receipt | void>;
  close(): Promise<void>;
}

/** An output that is one HTTP request per alert, or per batch of alerts. */
export function defineHttpOutput<const Id extends string, Options extends z.ZodObject>(
  declaration: HttpDeclaration<Id, Options> | HttpBatchDeclaration<Id, Options>,
): Output & { readonly id: Id } {
  return {
    ...describe(declaration),
    transport: 'http',
    configure(rawOptions, installation) {
      const options = declaration.options.parse(rawOptions);
      const encode = (alerts: Alerts) =>
        'batch' in declaration
          ? declaration.batchRequest(alerts, options, installation)
          : declaration.request(alerts[0], options, installation);
      return {
        batch: 'batch' in declaration ? limitsOf(declaration.batch, options) : undefined,
        pace: paceOf(declaration.pace, options),
        refuses: (alert) => declaration.refuses?.(alert, options),
        encode,
        async connect(context) {
          const http = (await declaration.client?.(options, context)) ?? context.http;
          await declaration.prepare?.(options, http, context.signal);
          const explain = (error: DeliveryError) => declaration.explain?.(error, options) ?? error;
          const send: Converse =
            declaration.converse?.(options, http) ?? ((request, _alerts, ended) => http.send(request, ended));
          return {
            async deliver(alerts, signal) {
              const response = await orExplained(() => send(encode(alerts), alerts, signal), explain);
              declaration.check?.(response, alerts, options);
              return answerOf(response);
            },
            close: async () => {},
          };
        },
      };
    },
  };
}

/** An output that keeps something open: a broker, a database, a socket, a file. */
export function defineSessionOutput<const Id extends string, Options extends z.ZodObject, Message>(
  declaration: SessionDeclaration<Id, Options, Message>,
): Output & { readonly id: Id } {
  return {
    ...describe(declaration),
    transport: declaration.transport,
    configure(rawOptions, installation) {
      const options = declaration.options.parse(rawOptions);
      const encode = (alerts: Alerts) => declaration.message(alerts, options, installation);
      return {
        batch: declaration.batch && limitsOf(declaration.batch, options),
        pace: paceOf(declaration.pace, options),
        refuses: (alert) => declaration.refuses?.(alert, options),
        encode,
        async connect(context) {
          const session = await declaration.open(options, context);
          return {
            deliver: async (alerts, signal) => (await session.send(encode(alerts), signal, alerts)) ?? {},
            close: () => session.close(),
          };
        },
      };
    },
  };
}

async function orExplained(
  send: () => Promise<HttpResponse>,
  explain: (error: DeliveryError) => DeliveryError,
): Promise<HttpResponse> {
  try {
    return await send();
  } catch (error) {
    throw error instanceof DeliveryError ? explain(error) : error;
  }
}

function describe<Id extends string, Options extends z.ZodObject>(declaration: Declaration<Id, Options>) {
  const { id, about, options, examples, each, namesOutputs = false } = declaration;
  return { id, about, options, examples, each, namesOutputs };
}

function paceOf<Options extends z.ZodObject>(
  pace: Declaration<string, Options>['pace'],
  options: z.output<Options>,
): Pace | undefined {
  return typeof pace === 'function' ? pace(options) : pace;
}

function limitsOf<Options extends z.ZodObject>(batch: Batch<Options>, options: z.output<Options>) {
  return typeof batch === 'function' ? batch(options) : batch;
}
