import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface IssuedCertificate {
  readonly certfile: string;
  readonly keyfile: string;
  /** For `node:https`: asks the client for a certificate of the same authority, and lets it do without. */
  readonly server: {
    readonly cert: string;
    readonly key: string;
    readonly ca: string;
    readonly requestCert: true;
    readonly rejectUnauthorized: false;
  };
}

/** A certificate authority of its own, made by openssl in a folder that goes away with it. */
export interface Authority extends AsyncDisposable {
  readonly folder: string;
  readonly cacertfile: string;
  issue(name: string): Promise<IssuedCertificate>;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export async function createAuthority(): Promise<Authority> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiercel-certificates-'));
  const file = (name: string) => path.join(folder, name);
  const ca = file('ca.crt');
  const caKey = file('ca.key');
  await run('openssl', ['req', '-x509', ...newKey, '-keyout', caKey, '-out', ca, '-subj', '/CN=Test authority']);

  return {
    folder,
    cacertfile: ca,
    async issue(name) {
      const certfile = file(`${name}.crt`);
      const keyfile = file(`${name}.key`);
      const request = file(`${name}.csr`);
      const extensions = file(`${name}.ext`);
      await writeFile(extensions, `subjectAltName=DNS:${name},IP:127.0.0.1\n`);
      await run('openssl', ['req', ...newKey, '-keyout', keyfile, '-out', request, '-subj', `/CN=${name}`]);
      const signing = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-extfile', extensions];
      await run('openssl', ['x509', '-req', '-in', request, '-out', certfile, ...signing]);
      const server = {
        cert: await readFile(certfile, 'utf8'),
        key: await readFile(keyfile, 'utf8'),
        ca: await readFile(ca, 'utf8'),
        requestCert: true,
        rejectUnauthorized: false,
      } as const;
      return { certfile, keyfile, server };
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}
