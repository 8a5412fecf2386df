import { pino } from 'pino';
import type { Log } from '#kit/log.ts';
import type { LogConfiguration } from '#config/configuration.ts';

/** JSON lines, or readable ones on a terminal; on standard error, so that standard output is free for alerts. */
export async function createLog({ level, format }: LogConfiguration, stream: NodeJS.WriteStream): Promise<Log> {
  const isPretty = format === 'pretty' || (format === 'auto' && stream.isTTY);
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const log: Log = isPretty
    ? pino(options, await readableLines(stream))
    : pino({ ...options, formatters: { level: (label) => ({ level: label }) } }, stream);
  return log;
}

async function readableLines(stream: NodeJS.WriteStream) {
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    destination: stream,
    colorize: stream.isTTY,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    singleLine: true,
    sync: true,
  });
}
