import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { MisconfiguredError, RejectedError, type DeliveryError } from '#outputs/errors.ts';
import { isListed, listOf, parseRange, rangeOf } from './address-range.ts';

/** All addresses of a name, as `dns.lookup` with `all`. */
export type LookupAll = (
  host: string,
  options: { readonly all: true; readonly family?: number; readonly hints?: number },
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface DialerSettings {
  /**
   * Who chose the host: the operator, who wrote it into the configuration, or a template that ran over an alert, whose
   * text an attacker can write.
   */
  readonly destination: 'configured' | 'computed';
  /** Names, addresses and ranges that may be reached all the same: `delivery.allowedhosts`. */
  readonly allowedHosts: readonly string[];
  /** The system's unless stated. */
  readonly lookup?: LookupAll;
}

/** Decides which addresses are connected to. */
export interface Dialer {
  /** @throws DeliveryError where the host of a URL is an address that may not be reached */
  check(url: URL): void;
  /** For `net.connect`: gives only addresses that may be reached, and the connection goes to one of those. */
  readonly lookup: LookupFunction;
}

/**
 * Keeps requests from where they would hand out credentials or reach into the inside. A name is resolved once for each
 * connection and every one of its addresses is checked before it is used, so that a name server cannot show one address
 * to the check and another to the connection (DNS rebinding).
 *
 * A configured host may be anything but a name for an address of metadata, of the link or of nothing: whoever means such
 * an address writes it, or lists it. A computed one must be on the Internet.
 */
export function createDialer({ destination, allowedHosts, lookup = systemLookup }: DialerSettings): Dialer {
  const names = new Set(allowedHosts.map(comparable));
  const ranges = listOf(allowedHosts.map(parseRange).filter((range) => range !== undefined));

  function mayReach(address: string): boolean {
    const range = rangeOf(address);
    return range === 'public' || (range === 'internal' && destination === 'configured') || isListed(address, ranges);
  }

  function resolve(
    host: string,
    options: Parameters<LookupFunction>[1],
    done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
  ): void {
    const { family, hints } = options;
    const wanted = { all: true, ...(typeof family === 'number' && { family }), ...(hints && { hints }) } as const;
    lookup(host, wanted, (error, found) => {
      if (error) return done(error, []);
      const permitted = names.has(comparable(host)) ? found : found.filter(({ address }) => mayReach(address));
      if (permitted.length > 0) done(null, permitted);
      else done(refusal(host, found[0]?.address, destination), []);
    });
  }

  return {
    check({ hostname }) {
      const host = hostname.replace(/^\[(.*)\]$/, '$1');
      if (isIP(host) === 0 || destination === 'configured' || mayReach(host)) return;
      throw refusal(host, undefined, destination);
    },
    lookup(host, options, done) {
      resolve(host, options, (error, addresses) => {
        const [first] = addresses;
        if (error || !first) done(error, '');
        else if (options.all) done(null, [...addresses]);
        else done(null, first.address, first.family);
      });
    },
  };
}

/** Without regard to case and to the dot that makes a name absolute. */
function comparable(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** What an alert brought about is the alert's fault; what stands in the configuration is for the operator to mend. */
function refusal(host: string, address: string | undefined, destination: 'configured' | 'computed'): DeliveryError {
  const place = address === undefined ? host : `${host} (${address})`;
  return destination === 'computed'
    ? new RejectedError(`${place} is not on the Internet, and not in "delivery.allowedhosts": it is not connected to`)
    : new MisconfiguredError(
        `${place} is an address for metadata or for the link only, which is not connected to by name: ` +
          'correct the host, or list it in "delivery.allowedhosts"',
      );
}
