import { stringField } from '#alert/fields.ts';
import { priorityNumber } from '#alert/priority.ts';
import type { Entry } from '../journal.ts';

/**
 * Alerts as bytes, on their way to the disk and to the thread that stores them. A record has a fixed part and the texts behind
 * it in UTF-8: when it arrived (double, ms), its priority (byte), and the length of each text (uint32). Little endian.
 */
export interface AlertRecord {
  readonly receivedAtMs: number;
  /** Falcosidekick's number, see `priorityNumber`. */
  readonly priority: number;
  readonly uuid: string;
  readonly rule: string;
  readonly source: string;
  readonly hostname: string;
  readonly namespace: string;
  readonly json: string;
  /** `''` for an alert without unknown keys. */
  readonly unknown: string;
}

const texts = ['uuid', 'rule', 'source', 'hostname', 'namespace', 'json', 'unknown'] as const;
const lengthsAt = 9;
const fixedBytes = lengthsAt + 4 * texts.length;
const namespaceField = 'k8s.ns.name';
/** The records of alerts, behind so many bytes left free for a header. The buffer is the caller's own. */
export function encodeRecords(entries: readonly Omit<Entry, 'lane' | 'seq'>[], headerBytes: number): Buffer {
  const records = entries.map(({ alert }) => textsOf(alert));
  const lengths = records.flatMap((values) => values.map((value) => Buffer.byteLength(value)));
  const textBytes = lengths.reduce((sum, length) => sum + length, 0);
  const buffer = Buffer.allocUnsafeSlow(headerBytes + records.length * fixedBytes + textBytes);
  let end = headerBytes;
  let next = 0;
  for (const [index, { alert, receivedAtMs }] of entries.entries()) {
    buffer.writeDoubleLE(Math.round(receivedAtMs), end);
    buffer.writeUInt8(priorityNumber(alert.priority), end + 8);
    let lengthAt = end + lengthsAt;
    end += fixedBytes;
    for (const value of records[index] ?? []) {
      const length = lengths[next++] ?? 0;
      buffer.writeUInt32LE(length, lengthAt);
      lengthAt += 4;
      if (length > 0) end += buffer.write(value, end, length);
    }
  }
  return buffer;
}

function textsOf(alert: Entry['alert']): readonly string[] {
  const { uuid, rule, source, hostname, json } = alert;
  return [uuid, rule, source, hostname, stringField(alert, namespaceField), json, unknownJson(alert)];
}

/** Reads what `encodeRecords` wrote. The bytes are trusted: whoever reads them from a disk compares their checksum first. */
export function decodeRecords(bytes: Uint8Array): readonly AlertRecord[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: AlertRecord[] = [];
  for (let start = 0; start < buffer.length;) {
    let end = start + fixedBytes;
    const text = (index: number) => {
      const from = end;
      end += buffer.readUInt32LE(start + lengthsAt + 4 * index);
      return from === end ? '' : buffer.toString('utf8', from, end);
    };
    records.push({
      receivedAtMs: buffer.readDoubleLE(start),
      priority: buffer.readUInt8(start + 8),
      uuid: text(0),
      rule: text(1),
      source: text(2),
      hostname: text(3),
      namespace: text(4),
      json: text(5),
      unknown: text(6),
    });
    start = end;
  }
  return records;
}

function unknownJson({ unknown }: Entry['alert']): string {
  for (const _ in unknown) return JSON.stringify(unknown);
  return '';
}
