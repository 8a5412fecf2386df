import { z } from 'zod';
import { parseRange } from '#delivery/address-range.ts';

const hostName = /^(?=.{1,253}\.?$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?$/i;
/** What would be read as an address by some and as a name by others: `10.1`, `0x7f.1`. */
const oddAddress = /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i;

/** Host names, addresses and ranges, see `dialer.ts`. */
export function allowedHosts(description: string) {
  return z
    .array(
      z
        .string()
        .refine(
          (text) => parseRange(text) !== undefined || (hostName.test(text) && !oddAddress.test(text)),
          'It must be a host name, an address such as 10.1.2.3, or a range such as 10.0.0.0/8.',
        ),
    )
    .default([])
    .describe(description);
}
