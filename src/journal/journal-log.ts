/** What the journal tells the operator. Compatible with pino. */
export interface JournalLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLog: JournalLog = { info: () => {}, warn: () => {}, error: () => {} };
