import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { ListenerError } from './listener-error.ts';

/** The files of a section such as `tlsserver`. */
export interface ServerCertificateFiles {
  /** Names the section in the configuration. */
  readonly section: 'tlsserver' | 'audit.tlsserver' | 'console.tlsserver';
  readonly certfile: string;
  readonly keyfile: string;
  /** The authority that clients must be certified by; `undefined` asks no client for a certificate. */
  readonly clientCacertfile: string | undefined;
}

/** What `tls.createServer` and `setSecureContext` take. */
export interface ServerCertificates {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
  readonly minVersion: 'TLSv1.2';
}

/** Reads and checks. @throws ListenerError naming the file that is wrong */
export async function loadServerCertificates(files: ServerCertificateFiles): Promise<ServerCertificates> {
  const certificates = await readServerCertificates(files);
  checkServerCertificates(certificates, files);
  return certificates;
}

/** @throws ListenerError for a file that cannot be read */
export async function readServerCertificates(files: ServerCertificateFiles): Promise<ServerCertificates> {
  const { section, certfile, keyfile, clientCacertfile } = files;
  const [cert, key, ca] = await Promise.all([
    readPem(certfile, `${section}.certfile`),
    readPem(keyfile, `${section}.keyfile`),
    clientCacertfile === undefined ? undefined : readPem(clientCacertfile, `${section}.cacertfile`),
  ]);
  return { cert, key, minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) };
}

/**
 * Looks at what Node would take without a word, such as an authority's file without a certificate, which would refuse everybody.
 * @throws ListenerError naming the file that is wrong
 */
export function checkServerCertificates(certificates: ServerCertificates, files: ServerCertificateFiles): void {
  const certificate = parsed(() => new X509Certificate(certificates.cert), files.certfile, 'a PEM certificate');
  const key = parsed(() => createPrivateKey(certificates.key), files.keyfile, 'a PEM private key without passphrase');
  if (!belongs(certificate, key)) {
    throw new ListenerError(
      `The key "${files.keyfile}" does not belong to the certificate "${files.certfile}": put both of one pair there`,
    );
  }
  const { ca } = certificates;
  if (ca !== undefined) parsed(() => new X509Certificate(ca), files.clientCacertfile ?? '', 'a PEM certificate');
  parsed(() => createSecureContext({ ...certificates }), files.certfile, 'a certificate that OpenSSL accepts');
}

export function isSameCertificates(some: ServerCertificates, others: ServerCertificates): boolean {
  return some.cert === others.cert && some.key === others.key && some.ca === others.ca;
}

async function readPem(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new ListenerError(`"${file}" cannot be read (${code}): correct "${option}" or the permissions`, { cause });
  }
}

function parsed<Value>(parse: () => Value, file: string, expected: string): Value {
  try {
    return parse();
  } catch {
    throw new ListenerError(`"${file}" is not ${expected}: replace the file`);
  }
}

function belongs(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.checkPrivateKey(key);
  } catch {
    return false;
  }
}
