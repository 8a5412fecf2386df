import { gunzipSync } from 'node:zlib';
import { hasMoreValues } from './json-values.ts';

/** What is packed is larger than it may be, or is not what it says. */
export class UnpackError extends Error {
  override readonly name = 'UnpackError';
  readonly isTooLarge: boolean;

  constructor(message: string, isTooLarge: boolean, cause?: unknown) {
    super(message, { cause });
    this.isTooLarge = isTooLarge;
  }
}

export interface UnpackLimits {
  readonly maxBodyBytes: number;
  readonly maxValues: number;
}

/** Unpacks base64, and gzip in it, to as many bytes together as are allowed. */
export function unpacker({ maxBodyBytes, maxValues }: UnpackLimits): (base64: string) => string {
  let left = maxBodyBytes;
  return (base64) => {
    const data = Buffer.from(base64, 'base64');
    const content = isGzip(data) ? gunzip(data, left) : data;
    left -= content.length;
    if (left < 0) throw tooLarge(maxBodyBytes);
    if (hasMoreValues(content, maxValues)) {
      throw new UnpackError(`what is packed holds more than ${maxValues} JSON values`, true);
    }
    return content.toString('utf8');
  };

  function gunzip(data: Buffer, maxOutputLength: number): Buffer {
    try {
      return gunzipSync(data, { maxOutputLength: Math.max(1, maxOutputLength) });
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
      if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBodyBytes);
      throw new UnpackError('what is packed is not whole gzip', false, cause);
    }
  }
}

function tooLarge(maxBytes: number): UnpackError {
  return new UnpackError(`what is packed is larger than ${maxBytes} bytes`, true);
}

function isGzip(data: Buffer): boolean {
  return data[0] === 0x1f && data[1] === 0x8b;
}
