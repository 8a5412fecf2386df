import { createHash } from 'node:crypto';
import type { Alert } from '#alert/alert.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { Packed, packed, type Packable } from './msgpack.ts';
import type { Alerts } from './output.ts';

/**
 * Alerts as one message of the forward protocol, in its mode `Forward`. See
 * https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1#forward-mode.
 */
export class FluentdMessage {
  readonly tag: string;
  /** What the server acknowledges the message by: the same each time it is sent. */
  readonly chunk: string;
  /** For people: each event as its time and its record. */
  readonly events: readonly string[];
  readonly #alerts: Alerts;

  constructor(tag: string, alerts: Alerts) {
    this.tag = tag;
    this.chunk = chunkOf(alerts);
    this.events = alerts.map((alert) => `${timeOf(alert)} ${alert.json}`);
    this.#alerts = alerts;
  }

  bytes(): Buffer {
    const entries = this.#alerts.map((alert): Packable => [eventTime(alert), recordOf(alert)]);
    return packed([this.tag, entries, { size: entries.length, chunk: this.chunk }]);
  }
}

/** 128 bits in base64, as Fluentd's own. */
function chunkOf(alerts: Alerts): string {
  const hash = createHash('sha256');
  for (const { uuid } of alerts) hash.update(uuid);
  return hash.digest().subarray(0, 16).toString('base64');
}

/** Falcosidekick's JSON, but with numbers as MessagePack has them. */
function recordOf(alert: Alert): Packable {
  return {
    uuid: alert.uuid,
    output: alert.output,
    priority: alert.priority,
    rule: alert.rule,
    time: alert.time,
    output_fields: alert.outputFields,
    source: alert.source,
    ...(alert.tags.length > 0 && { tags: alert.tags }),
    ...(alert.hostname !== '' && { hostname: alert.hostname }),
  };
}

const maxSeconds = 2n ** 32n - 1n;

/** Seconds and nanoseconds. There is no time before 1970, nor after 2106; the record has it all the same. */
function split(alert: Alert): readonly [seconds: number, nanoseconds: number] {
  const time = unixNanoseconds(alert.time);
  const seconds = time / 1_000_000_000n;
  if (time < 0n) return [0, 0];
  return seconds > maxSeconds ? [Number(maxSeconds), 0] : [Number(seconds), Number(time % 1_000_000_000n)];
}

function timeOf(alert: Alert): string {
  const [seconds, nanoseconds] = split(alert);
  return `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
}

/** `EventTime`: an extension of type 0 with eight bytes. */
function eventTime(alert: Alert): Packed {
  const bytes = Buffer.alloc(10);
  const [seconds, nanoseconds] = split(alert);
  bytes.writeUInt16BE(0xd700);
  bytes.writeUInt32BE(seconds, 2);
  bytes.writeUInt32BE(nanoseconds, 6);
  return new Packed(bytes);
}
