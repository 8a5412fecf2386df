import type { Alert } from '#alert/alert.ts';
import type { RefusedEvent } from '../audit-batch.ts';
import type { AuditReader } from '../audit-reader.ts';
import { decodeUtf8 } from '../decode-utf8.ts';
import { UnpackError } from '../unpack.ts';
import type { Line } from './line-splitter.ts';

export interface Detections {
  readonly alerts: readonly Alert[];
  readonly events: number;
  readonly refused: readonly RefusedEvent[];
}

/** What rules find in the lines of a file, each of which is what the webhook could be sent. */
export function detectInLines(lines: readonly Line[], reader: AuditReader): Detections {
  const found = lines.map((line) => detectInLine(line, reader));
  return {
    alerts: found.flatMap(({ alerts }) => alerts),
    events: found.reduce((sum, { events }) => sum + events, 0),
    refused: found.flatMap(({ refused }) => refused),
  };
}

function detectInLine({ bytes }: Line, reader: AuditReader): Detections {
  if (bytes === undefined) return refusal(reader, 'too-large', 'a line is larger than an event may be');
  const text = decodeUtf8(bytes);
  if (text.trim() === '') return { alerts: [], events: 0, refused: [] };
  try {
    return reader.read(withoutTime(text), 'file');
  } catch (error) {
    if (error instanceof UnpackError) return refusal(reader, 'broken-envelope', error.message);
    throw error;
  }
}

function refusal(reader: AuditReader, reason: RefusedEvent['reason'], message: string): Detections {
  reader.refuse(reason);
  return { alerts: [], events: 0, refused: [{ reason, message }] };
}

/** Log events that CloudWatch exports to files have their time before them. */
function withoutTime(line: string): string {
  return line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z\s+(?=[{[])/, '');
}
