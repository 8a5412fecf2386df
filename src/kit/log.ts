/**
 * Where a part of Tiercel says what an operator should know; pino fits. The object comes first and carries what the
 * message speaks of, so that logs can be searched by `output` or `seq`.
 */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** Says nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
