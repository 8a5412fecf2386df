import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { Secret } from '#kit/secret.ts';
import { authorization, basicAuthorization } from './authorization.ts';
import { MisconfiguredError } from './errors.ts';
import { currentContext, type KubeconfigUser } from './kubeconfig-schema.ts';

/** How to reach the API server of a cluster, and who one is there. */
export interface KubernetesAccess {
  readonly server: string;
  readonly authorization: Secret | undefined;
  /** PEM; `undefined` where the kubeconfig leaves it open. */
  readonly ca: string | undefined;
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
  readonly skipsCheck: boolean;
}

/**
 * Reads a kubeconfig: the cluster and the user of its current context. What stands in the file itself goes before what it
 * names a file for, but for a token, as with `kubectl`. Paths are relative to the file.
 * @throws MisconfiguredError that says what is wrong, and nothing of what is in the file
 */
export async function readKubeconfig(location: string): Promise<KubernetesAccess> {
  const file = location.replace(/^~(?=\/|$)/, () => homedir());
  const { cluster, user } = currentContext(await read(file), file);

  const content = async (name: string, data: string, plain: string) => {
    if (data !== '') return decoded(data, name, file);
    return plain === '' ? undefined : read(path.resolve(path.dirname(file), plain));
  };
  const ca = 'certificate-authority';
  const cert = await content('client-certificate', user['client-certificate-data'], user['client-certificate']);
  const key = await content('client-key', user['client-key-data'], user['client-key']);
  if ((cert === undefined) !== (key === undefined)) {
    throw new MisconfiguredError(`"${file}" has a client certificate without its key, or the reverse`);
  }
  return {
    server: cluster.server,
    authorization: await authorizationOf(user, path.dirname(file)),
    ca: await content(ca, cluster[`${ca}-data`], cluster[ca]),
    certificate: cert === undefined || key === undefined ? undefined : { cert, key },
    skipsCheck: cluster['insecure-skip-tls-verify'],
  };
}

async function authorizationOf(
  { token, tokenFile, username, password }: KubeconfigUser,
  folder: string,
): Promise<Secret | undefined> {
  const bearer = tokenFile === '' ? token : (await read(path.resolve(folder, tokenFile))).trim();
  if (bearer !== '') return authorization('Bearer', new Secret(bearer));
  return username === '' ? undefined : basicAuthorization(username, new Secret(password));
}

function decoded(data: string, name: string, file: string): string {
  const pem = Buffer.from(data, 'base64').toString();
  if (pem.includes('-----BEGIN ')) return pem;
  throw new MisconfiguredError(`"${name}-data" in "${file}" is not PEM in base64`);
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new MisconfiguredError(`"${file}" cannot be read${code}: check path and permissions`);
  }
}
