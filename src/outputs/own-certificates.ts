import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { z } from 'zod';
import { MisconfiguredError } from './errors.ts';
import type { ConnectContext } from './output.ts';

/** Options of outputs that Falcosidekick lets have certificates of their own. */
export const certificateOptions = {
  tls: z.boolean().default(false).describe('Connects with TLS.'),
  certfile: z.string().default('').describe('The file with the client certificate, for this output only.'),
  keyfile: z.string().default('').describe('The file with the key of the client certificate.'),
  cacertfile: z.string().default('').describe('The file with the CA that signed the certificate of the server.'),
};

export interface OwnCertificates {
  readonly tls: boolean;
  readonly certfile: string;
  readonly keyfile: string;
  readonly cacertfile: string;
}

/** What to connect with by TLS, or `undefined` for a connection without. Naming a certificate asks for TLS, too. */
export async function ownTls(
  own: OwnCertificates,
  context: Pick<ConnectContext, 'tls' | 'mutualtls'>,
): Promise<tls.ConnectionOptions | undefined> {
  const isUsed = own.tls || context.mutualtls === true || own.certfile !== '' || own.cacertfile !== '';
  return isUsed ? tlsOptions(own, context.tls) : undefined;
}

/** Files of this output go before those of the installation. */
async function tlsOptions(
  { certfile, keyfile, cacertfile }: OwnCertificates,
  shared: tls.ConnectionOptions,
): Promise<tls.ConnectionOptions> {
  if (certfile === '' && cacertfile === '') return shared;
  const trusted = [...tls.getCACertificates('bundled'), ...tls.getCACertificates('system')];
  const ca = cacertfile === '' ? trusted : [...trusted, await readPem(cacertfile)];
  const own = certfile === '' ? {} : { cert: await readPem(certfile), key: await readPem(keyfile) };
  try {
    return { ...shared, secureContext: tls.createSecureContext({ ca, ...own, minVersion: 'TLSv1.2' }) };
  } catch {
    throw new MisconfiguredError(
      'certfile, keyfile or cacertfile is not PEM, or the key belongs to another certificate',
    );
  }
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new MisconfiguredError(`The certificate file "${file}" cannot be read: check path and permissions`);
  }
}
