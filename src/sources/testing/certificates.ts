import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Pair {
  readonly certfile: string;
  readonly keyfile: string;
}

/** Certificates of its own authority in a temporary folder, made by `openssl`. */
export class CertificateFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'tiercel-certificates-'));

  file(name: string): string {
    return path.join(this.path, name);
  }

  read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  /** `<name>.crt` and `<name>.key`, certified by itself. */
  authority(name: string): Pair {
    const pair = this.#pair(name);
    openssl([
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      pair.keyfile,
      '-out',
      pair.certfile,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
    ]);
    return pair;
  }

  /** `<name>.crt` and `<name>.key` for 127.0.0.1, certified by an authority. */
  certified(name: string, authority: Pair): Pair {
    const pair = this.#pair(name);
    const request = this.file(`${name}.csr`);
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    openssl(['req', ...newKey, '-keyout', pair.keyfile, '-out', request, ...subject]);
    const by = ['-CA', authority.certfile, '-CAkey', authority.keyfile, '-CAcreateserial', '-copy_extensions', 'copy'];
    openssl(['x509', '-req', '-in', request, '-out', pair.certfile, '-days', '2', ...by]);
    return pair;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #pair(name: string): Pair {
    return { certfile: this.file(`${name}.crt`), keyfile: this.file(`${name}.key`) };
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function openssl(args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}
