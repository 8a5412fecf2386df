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
/** Of a UTF-16 unit in UTF-8. */
const maxUnitBytes = 3;
/** Of the memory for encoding. What a rare large batch needs beyond is given back. */
const usualBytes = 256 * 1024;
const mostKeptBytes = 2 * 1024 * 1024;

/** Encodes one batch after another into memory that it keeps. */
export class RecordEncoder {
  #scratch = Buffer.allocUnsafeSlow(usualBytes);

  /** The records of alerts, behind so many bytes left free for a header. The buffer is the caller's own. */
  encode(entries: readonly Omit<Entry, 'lane' | 'seq'>[], headerBytes: number): Buffer {
    let end = headerBytes;
    for (const { alert, receivedAtMs } of entries) {
      const { uuid, rule, source, hostname, json } = alert;
      const values = [uuid, rule, source, hostname, stringField(alert, namespaceField), json, unknownJson(alert)];
      const start = end;
      end = this.#makeRoom(start, values) + fixedBytes;
      this.#scratch.writeDoubleLE(Math.round(receivedAtMs), start);
      this.#scratch.writeUInt8(priorityNumber(alert.priority), start + 8);
      for (let index = 0; index < values.length; index++) {
        const value = values[index] ?? '';
        const bytes = value === '' ? 0 : this.#scratch.write(value, end);
        this.#scratch.writeUInt32LE(bytes, start + lengthsAt + 4 * index);
        end += bytes;
      }
    }
    const records = Buffer.from(this.#scratch.subarray(0, end));
    if (this.#scratch.length > mostKeptBytes) this.#scratch = Buffer.allocUnsafeSlow(usualBytes);
    return records;
  }

  #makeRoom(start: number, values: readonly string[]): number {
    let units = 0;
    for (const value of values) units += value.length;
    const needed = start + fixedBytes + units * maxUnitBytes;
    if (needed > this.#scratch.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#scratch.length * 2));
      this.#scratch.copy(larger, 0, 0, start);
      this.#scratch = larger;
    }
    return start;
  }
}

/** Reads what `RecordEncoder` wrote. The bytes are trusted: whoever reads them from a disk compares their checksum first. */
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
