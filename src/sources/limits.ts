/** What one request may be and how long it may wait. The operator sets these under `source`. */
export interface RequestLimits {
  /** Of a body, also once it is decompressed. A larger one is answered by 413 and not read further. */
  readonly maxBodyBytes: number;
  /** How deep JSON may nest. */
  readonly maxDepth: number;
  /** How many keys an object in it may have, fields above all. */
  readonly maxKeys: number;
  /** How many values a body may hold: objects, lists, and what is in them. More are answered by 413, and none is kept. */
  readonly maxValues: number;
  /** How many alerts one request may hold. More are answered by 413, and none of them is kept. */
  readonly maxAlerts: number;
  /** How much all bodies in work may take together. Further requests wait; none is refused for it at once. */
  readonly maxInFlightBytes: number;
  /** How long a request waits for room, and then for the journal, before it is answered by 503. */
  readonly maxWaitMs: number;
  /** How long an alert is remembered whose sender may not have heard that it was kept. 0: repetitions are kept as well. */
  readonly dedupWindowMs: number;
  /** A sender may have given up on an answer that took longer than this. */
  readonly repetitionAfterMs: number;
  /** How many alerts are remembered at most; the oldest are forgotten first. */
  readonly maxRemembered: number;
}

/**
 * A Falco alert has 1 to 4 kB and nests three levels deep, so bodies and depth leave room for forwarders that send many, and for
 * plugins; an alert has some dozens of values. Falco waits 2 s for an output (`output_timeout`), so an answer within a second was heard in time. 100,000
 * remembered alerts take about 15 MB.
 */
export const defaultRequestLimits: RequestLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  maxDepth: 128,
  maxKeys: 4096,
  maxValues: 1_000_000,
  maxAlerts: 10_000,
  maxInFlightBytes: 64 * 1024 * 1024,
  maxWaitMs: 30_000,
  dedupWindowMs: 300_000,
  repetitionAfterMs: 1000,
  maxRemembered: 100_000,
};

/** What a connection may cost. These are not options: whoever needs others has a proxy in front. */
export interface ConnectionLimits {
  /** From the first byte, or from the connection on, to the end of the headers. */
  readonly headersTimeoutMs: number;
  /** To the end of the body, waiting for room included: longer than `maxWaitMs`. */
  readonly requestTimeoutMs: number;
  /** How long a connection may idle between two requests. */
  readonly keepAliveTimeoutMs: number;
  /** Without a byte in either direction, as with a client that never reads its answer: longer than `maxWaitMs`. */
  readonly silenceTimeoutMs: number;
  /** How often time-outs are looked after. */
  readonly checkIntervalMs: number;
  /** How often certificate files are looked at where the system reports no changes, as on network file systems. */
  readonly certificatePollMs: number;
  readonly maxHeaderBytes: number;
  /** Per listener. Each idle connection takes about 10 kB. */
  readonly maxConnections: number;
}

/**
 * Falcosidekick's time-outs are 60 s throughout; headers that take longer than 10 s are an attack. A Falco has one connection, so 10,000 are a large fleet.
 */
export const defaultConnectionLimits: ConnectionLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 60_000,
  silenceTimeoutMs: 120_000,
  checkIntervalMs: 1000,
  certificatePollMs: 10_000,
  maxHeaderBytes: 16 * 1024,
  maxConnections: 10_000,
};

/** The default limits, stretched where requests may wait longer than those allow for. */
export function connectionLimitsFor(maxWaitMs: number): ConnectionLimits {
  const { requestTimeoutMs, silenceTimeoutMs } = defaultConnectionLimits;
  return {
    ...defaultConnectionLimits,
    requestTimeoutMs: Math.max(requestTimeoutMs, 2 * maxWaitMs),
    silenceTimeoutMs: Math.max(silenceTimeoutMs, 4 * maxWaitMs),
  };
}
