import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { MisconfiguredError } from './errors.ts';
import type { ConnectContext } from './output.ts';

export interface RedisTls {
  readonly tls: boolean;
  readonly certfile: string;
  readonly keyfile: string;
  readonly cacertfile: string;
}

/** How TLS is used, if it is. */
export async function redisTls(
  settings: RedisTls,
  context: ConnectContext,
): Promise<tls.ConnectionOptions | undefined> {
  const { tls: isAskedFor, certfile, cacertfile } = settings;
  const isUsed = isAskedFor || context.mutualtls === true || certfile !== '' || cacertfile !== '';
  return isUsed ? tlsOptions(settings, context.tls) : undefined;
}

/** Files of this output go before those of the installation. */
async function tlsOptions(
  { certfile, keyfile, cacertfile }: RedisTls,
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
