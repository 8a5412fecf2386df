import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { MisconfiguredError } from '#outputs/errors.ts';
import type { ClientTls } from '#outputs/output.ts';

/** Where the operator put certificates. Empty paths count as not given. */
export interface CertificateFiles {
  /** A CA that is trusted besides those of the system: `tlsclient.cacertfile`. */
  readonly cacertfile: string;
  /** What outputs with `mutualtls` show: `mutualtlsclient.*`, or the files in `mutualtlsfilespath`. */
  readonly mutual: {
    readonly certfile: string;
    readonly keyfile: string;
    readonly cacertfile: string;
  };
}

/** The two options of an output. */
export interface TlsChoice {
  readonly checkcert: boolean;
  readonly mutualtls: boolean;
}

/**
 * Makes TLS options. Those who show and trust the same certificates share what OpenSSL makes of them, which takes
 * tens of milliseconds for the hundreds of CAs of a system.
 */
export class TlsContexts {
  /** By all the certificates' text. */
  readonly #contexts = new Map<string, tls.SecureContext>();
  #trusted: readonly string[] | undefined;

  /**
   * The files are read each time, so that renewed certificates count from the next connection. As in Falcosidekick,
   * `mutualtls` always checks the other side's certificate.
   * @throws MisconfiguredError that names the files which cannot be read or used
   */
  async options({ checkcert, mutualtls }: TlsChoice, { cacertfile, mutual }: CertificateFiles): Promise<ClientTls> {
    const caFiles = [cacertfile, mutualtls ? mutual.cacertfile : ''].filter((file) => file !== '');
    const ownFiles = mutualtls ? [mutual.certfile, mutual.keyfile] : [];
    const ca = await Promise.all(caFiles.map(readPem));
    const [cert, key] = await Promise.all(ownFiles.map(readPem));
    try {
      return { secureContext: this.#context(ca, cert, key), rejectUnauthorized: checkcert || mutualtls };
    } catch {
      const names = [...caFiles, ...ownFiles].map((file) => `"${file}"`).join(', ');
      throw new MisconfiguredError(`One of ${names} is not PEM, or the key does not belong to the certificate`);
    }
  }

  #context(ca: readonly string[], cert: string | undefined, key: string | undefined): tls.SecureContext {
    const name = createHash('sha256')
      .update(JSON.stringify([ca, cert, key]))
      .digest('hex');
    const known = this.#contexts.get(name);
    if (known) return known;
    this.#trusted ??= trustedCertificates();
    const own = cert !== undefined && key !== undefined ? { cert, key } : {};
    const created = tls.createSecureContext({ ca: [...this.#trusted, ...ca], ...own, minVersion: 'TLSv1.2' });
    if (this.#contexts.size >= maxContexts) this.#contexts.clear();
    this.#contexts.set(name, created);
    return created;
  }
}

/** There are only two kinds at a time; the rest are certificates that were renewed since. */
const maxContexts = 8;

/** Those that come with Node, and those of the system, where an organisation puts its own. */
function trustedCertificates(): readonly string[] {
  return [...new Set([...tls.getCACertificates('bundled'), ...tls.getCACertificates('system')])];
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new MisconfiguredError(`The certificate file "${file}" cannot be read${code}: check path and permissions`);
  }
}
