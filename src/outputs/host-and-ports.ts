import { z } from 'zod';
import { hostAndPort } from './host-and-port.ts';

/** Several of `host-and-port.ts`, with commas in between. */
export function hostAndPorts(description: string, defaultPort: number) {
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.tuple([hostAndPort('', defaultPort)], hostAndPort('', defaultPort)))
    .meta({ description });
}
