import { pino } from 'pino';
import pretty from 'pino-pretty';
import type { Log } from '#kit/log.ts';
import type { LogConfiguration } from '#config/configuration.ts';

/** JSON lines, or readable ones on a terminal; on standard error, so that standard output is free for alerts. */
export function createLog({ level, format }: LogConfiguration, stream: NodeJS.WriteStream): Log {
  const isPretty = format === 'pretty' || (format === 'auto' && stream.isTTY);
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (!isPretty) return pino({ ...options, formatters: { level: (label) => ({ level: label }) } }, stream);
  return pino(
    options,
    pretty({
      destination: stream,
      colorize: stream.isTTY,
      translateTime: 'SYS:HH:MM:ss',
      ignore: 'pid,hostname',
      singleLine: true,
      sync: true,
    }),
  );
}
