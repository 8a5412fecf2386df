/** Typed calls over a message port: a table of names with their argument and result, and both ends of it. */
export type CallTable<Calls> = Readonly<Record<keyof Calls, { readonly argument: unknown; readonly result: unknown }>>;

export type Handlers<Calls extends CallTable<Calls>> = {
  readonly [Name in keyof Calls]: (argument: Calls[Name]['argument']) => Calls[Name]['result'];
};

export interface Request<Calls extends CallTable<Calls>, Name extends keyof Calls> {
  readonly id: number;
  readonly name: Name;
  readonly argument: Calls[Name]['argument'];
}

export type Reply =
  | { readonly id: number; readonly value: unknown; readonly failure?: undefined }
  | { readonly id: number; readonly failure: Failure };

/** An error as it crosses the border between threads. */
export interface Failure {
  readonly message: string;
  /** SQLite's result code, where SQLite failed. */
  readonly code: number | undefined;
  /** The kind of a `JournalError`. */
  readonly kind: string | undefined;
}

export function answer<Calls extends CallTable<Calls>, Name extends keyof Calls>(
  handlers: Handlers<Calls>,
  { id, name, argument }: Request<Calls, Name>,
): Reply {
  try {
    return { id, value: handlers[name](argument) };
  } catch (error) {
    return { id, failure: describeFailure(error) };
  }
}

export function describeFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), code: undefined, kind: undefined };
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
  const kind = 'kind' in error && typeof error.kind === 'string' ? error.kind : undefined;
  return { message: error.message, code, kind };
}
