import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { authorization } from './authorization.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { apiServer, clientWith, kubernetesClient } from './kubernetes-proxy.ts';
import type { ConnectContext, HttpTransport } from './output.ts';
import { Secret } from '#kit/secret.ts';

/** Where a pod finds what its service account has. */
const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** An option of the outputs that write to the API of a cluster. */
export const clusterKubeconfigOption = z
  .string()
  .default('')
  .describe(
    'The path of a kubeconfig, `~` for the home directory, for use outside the cluster. In a pod with a service account that account is used, whatever stands here.',
  );

/**
 * The client of the API server: with the service account of the pod, or else with a kubeconfig. The account goes first, as
 * upstream, whose sample configuration names a kubeconfig that no pod has. Either is read for each connection, and a new
 * connection is made when the API server takes the credentials no more.
 */
export async function clusterClient(
  kubeconfig: string,
  context: ConnectContext,
  folder = serviceAccountFolder,
): Promise<HttpTransport> {
  const token = await content(path.join(folder, 'token'));
  if (token === undefined) return kubernetesClient(kubeconfig, context);
  const file = path.join(folder, 'ca.crt');
  const access = {
    server: apiServer,
    authorization: authorization('Bearer', new Secret(token)),
    ca: await content(file),
    certificate: undefined,
    skipsCheck: false,
  };
  return clientWith(access, file, context);
}

/** The namespace that Tiercel runs in, or `default`. */
export async function ownNamespace(folder = serviceAccountFolder): Promise<string> {
  return (await content(path.join(folder, 'namespace'))) || 'default';
}

/** Headers that ask the server for an object without what is in it. */
export const onlyMetadata = { Accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' };

/** Whether the API server refused because a namespace is not there, or about to go. */
export function isNamespaceGone(error: unknown): boolean {
  if (!(error instanceof DeliveryError)) return false;
  const answer = error.answer ?? '';
  return error.status === 404
    ? /namespaces \\?"[^"]*" not found/.test(answer)
    : answer.includes('NamespaceTerminating');
}

/** `undefined` for a file that is not there. */
async function content(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new MisconfiguredError(`"${file}" cannot be read (${String(code)}): check its permissions`);
  }
}
