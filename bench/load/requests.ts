import { demoAlert, seededRandom } from '../../src/app/demo-alerts.ts';
import { backgroundList } from './audit-events.ts';

/** A request, and how many of its bytes are the body. */
export interface PostRequest {
  readonly bytes: Buffer;
  readonly bodyLength: number;
}

/** Gives requests, each with an alert that was not there before. */
export interface Requests {
  next(): PostRequest;
}

/** As kube-apiserver's webhook sends at most, where its flags say nothing else. */
export const eventsPerBatch = 400;

const variants = { alert: 2048, audit: 40 } as const;
const serialDigits = 9;
const placeholder = '#'.repeat(serialDigits);

/**
 * Requests are made once and only get another time, nine digits, so that the generator costs less than what it measures. A
 * request may be used again once its answer came: each of the `lanes` has its own.
 */
export function preparedRequests(url: URL, lanes: number, body: 'alert' | 'audit' = 'alert'): readonly Requests[] {
  const random = Math.random();
  const serial = new Serial(Math.floor(random * 10 ** serialDigits));
  const perLane = Math.ceil(variants[body] / lanes);
  return Array.from({ length: lanes }, (_, lane) => {
    const prepared = Array.from({ length: perLane }, (_unused, index) => {
      return new Prepared(url, bodyOf[body](lane * perLane + index));
    });
    let turn = 0;
    return {
      next() {
        const request = prepared[turn++ % perLane];
        if (!request) throw new RangeError('A lane has no requests');
        serial.writeTo(request);
        return request;
      },
    };
  });
}

/** Requests that share nothing but the kinds of alerts. */
export function freshRequests(url: URL): Requests {
  const base = Math.floor(Math.random() * 2 ** 31);
  let seed = 0;
  return {
    next() {
      const body = Buffer.from(demoAlert(seededRandom(base + seed++), Date.now()));
      return { bytes: Buffer.concat([head(url, body.length), body]), bodyLength: body.length };
    },
  };
}

/** Bodies by their seed, with nine digits to be filled in. */
const bodyOf = {
  alert: (seed: number) => demoAlert(seededRandom(seed), Date.now()).replace(/\.\d{9}Z"/, `.${placeholder}Z"`),
  audit: (seed: number) => {
    const list = backgroundList(seededRandom(seed), Date.now(), eventsPerBatch);
    return list.replace(/"auditID":"[0-9a-f]{8}-[0-9a-f]/, (start) => `${start.slice(0, -10)}${placeholder}-`);
  },
} as const;

class Prepared implements PostRequest {
  readonly bytes: Buffer;
  readonly bodyLength: number;
  /** Where the nine digits stand. */
  readonly serialAt: number;

  constructor(url: URL, text: string) {
    const body = Buffer.from(text);
    this.bytes = Buffer.concat([head(url, body.length), body]);
    this.bodyLength = body.length;
    this.serialAt = this.bytes.indexOf(placeholder);
  }
}

class Serial {
  #next: number;

  constructor(first: number) {
    this.#next = first;
  }

  writeTo({ bytes, serialAt }: Prepared): void {
    let rest = this.#next++;
    for (let digit = serialAt + serialDigits - 1; digit >= serialAt; digit--) {
      bytes[digit] = 0x30 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
  }
}

function head(url: URL, length: number): Buffer {
  return Buffer.from(
    `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
  );
}
