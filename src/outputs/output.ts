import type { LookupFunction } from 'node:net';
import type { ConnectionOptions, SecureContext } from 'node:tls';
import type { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import type { Secret } from '#kit/secret.ts';
import type { RequestUrl } from '#kit/url.ts';

/** A destination for alerts. The delivery layer, the docs, the console and the CLI know outputs only through this. */
export interface Output {
  /** The type in the configuration and the `destination` label of metrics: Falcosidekick's name of the section. */
  readonly id: string;
  readonly about: About;
  /** This output's own options; what all outputs share is added by the configuration (`common-options.ts`). */
  readonly options: z.ZodObject;
  readonly examples: Readonly<Record<string, unknown>>;
  /** How messages travel, and so which common options apply. */
  readonly transport: Transport;
  /** The name of an option that holds a list, where each item is a destination of its own with its own queue. */
  readonly each: string | undefined;
  /** Whether messages name the outputs that are on: then a change of those is a change of this one. */
  readonly namesOutputs: boolean;
  /** Validates the options; connects to nothing. */
  configure(options: unknown, installation: Installation): ConfiguredOutput;
}

/** `http`: requests through the shared client. `socket`: a connection of its own, TLS possible. `local`: this machine. */
export type Transport = 'http' | 'socket' | 'local';

export interface About {
  /** The name of the thing: `Slack`, `Elasticsearch`. */
  readonly title: string;
  readonly category: 'chat' | 'email' | 'function' | 'incident' | 'log' | 'metric' | 'queue' | 'storage';
  readonly website: string;
  /** Completes the sentence "This output …". */
  readonly summary: string;
  /** Said at each start where the output is configured, for what has come to its end. */
  readonly warning?: string;
  /** Markdown: what to prepare on the other side. */
  readonly setup?: string;
  /** Markdown list items: where we differ from Falcosidekick on purpose, and why. */
  readonly fixes?: readonly string[];
}

/** What the operator set for the whole installation and some payloads show. */
export interface Installation {
  /** Names of the fields that enrichment adds, in order. */
  readonly customfields: readonly string[];
  readonly templatedfields: readonly string[];
  /** Names of the outputs that are on, in order. */
  readonly outputs: readonly string[];
  /** Where people reach the console, see `alert-link.ts`. */
  readonly consoleurl: string | undefined;
}

export interface BatchLimits {
  readonly maxAlerts: number;
  /** Of the encoded alerts' JSON, not of the request. */
  readonly maxBytes?: number;
  /** How long to wait for a fuller batch after the first alert. Default 0: what is waiting goes at once. */
  readonly lingerMs?: number;
}

/** How many messages a service takes at once, and in what time room for as many comes back. */
export interface Pace {
  readonly messages: number;
  readonly perMs: number;
}

/** Exactly one alert, unless the configured output has `batch`. */
export type Alerts = readonly [Alert, ...Alert[]];

export interface ConfiguredOutput {
  readonly batch: BatchLimits | undefined;
  readonly pace?: Pace | undefined;
  /** Why an alert is not for this output, for people; `undefined` for those that are. */
  refuses?(alert: Alert): string | undefined;
  /** What would be sent. Pure: no clock, no network, no environment. Prints without its secrets. */
  encode(alerts: Alerts): unknown;
  connect(context: ConnectContext): Promise<Connection>;
}

export interface Connection {
  /** Resolves once the other side has the alerts; see `errors.ts` for what a rejection means. */
  deliver(alerts: Alerts, signal: AbortSignal): Promise<Receipt>;
  close(): Promise<void>;
}

/** What the other side said to a delivery; kept for the operator. */
export interface Receipt {
  /** HTTP status, where there is one. */
  readonly status?: number;
  /** The beginning of the answer, at most 2 kB. */
  readonly answer?: string;
}

export interface ConnectContext {
  readonly http: HttpTransport;
  /** Another client, for a destination that has certificates of its own; closed with the connection. */
  httpWith(tls: ClientTls): HttpTransport;
  /** Options for `tls.connect` from `checkcert`, `mutualtls` and the configured certificate files. */
  readonly tls: ConnectionOptions;
  /** Whether the operator asked for mutual TLS, which means TLS where it is the output's choice. */
  readonly mutualtls?: boolean;
  /** The option of that name, for messages that do not go through `http`, which adds them by itself. */
  readonly customheaders?: Readonly<Record<string, Secret>>;
  /** Resolves names for connections of the output's own, to addresses that may be connected to. */
  readonly lookup?: LookupFunction;
  /** Where the output `stdout` writes. */
  readonly stdout: StandardOutput;
  /** Aborted when the connection is no longer wanted. */
  readonly signal: AbortSignal;
  /** Asks the delivery layer to reconnect before the next delivery. */
  readonly lost: (reason: Error) => void;
}

/** A part of what `tls.connect` and every client built upon it accept. */
export interface ClientTls {
  readonly secureContext: SecureContext;
  readonly rejectUnauthorized: boolean;
}

/** As `process.stdout`: a terminal has colours unless its environment says no. */
export type StandardOutput = NodeJS.WritableStream & { readonly isTTY?: boolean; hasColors?(): boolean };

export interface HttpTransport {
  /** Resolves for 2xx only; any other answer is thrown as one of the errors of `errors.ts`. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
}

export interface HttpRequest {
  /** POST unless stated. */
  readonly method?: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  /** Only url`…` makes one. */
  readonly url: RequestUrl;
  /** `Content-Type` comes from the body unless stated here. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
  readonly body?: HttpBody;
  /** Compresses the body and says so in `Content-Encoding`. */
  readonly gzip?: boolean;
  /** How much of the answer to keep, where 64 kB are not enough; less than the 1 MiB that any answer may have. */
  readonly maxAnswerBytes?: number;
  readonly signature?: Signature;
}

/** By which the receiver knows who sent a message, and when. See https://www.standardwebhooks.com. */
export interface Signature {
  /** The same for each attempt at the same message. */
  readonly id: string;
  /** As the specification writes it: `whsec_` and the key in base64. */
  readonly secret: Secret;
}

export type HttpBody =
  /** Written as Go's encoder writes it, with `<>&` escaped and a line end; `application/json; charset=utf-8`. */
  | { readonly json: unknown }
  /** Sent as it is, as `application/json; charset=utf-8` unless `type` says otherwise. */
  | { readonly text: string; readonly type?: string }
  /** What is no text; `shown` is what a person reads in its place. */
  | { readonly bytes: Uint8Array; readonly type: string; shown(): string };

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** At most the first 64 kB, unless the request has `maxAnswerBytes`. */
  readonly text: string;
  /** The same where it is no text. */
  readonly bytes?: Uint8Array;
}
