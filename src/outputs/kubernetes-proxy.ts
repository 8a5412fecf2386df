import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { z } from 'zod';
import { url, type RequestUrl } from '#kit/url.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { readKubeconfig, type KubernetesAccess } from './kubeconfig.ts';
import type { ClientTls, ConnectContext, HttpRequest, HttpTransport } from './output.ts';

/** The name of an API server within its cluster; a kubeconfig puts another in its place. */
export const apiServer = 'https://kubernetes.default.svc';

/** An option of the outputs that call a service in a cluster. */
export const kubeconfigOption = z
  .string()
  .default('')
  .describe(
    'The path of a kubeconfig, `~` for the home directory: the service is called through the API server of its current ' +
      'context, from outside the cluster. Empty calls the service by its name, within the cluster.',
  );

/** The port of a service. */
export function servicePort(description: string, fallback: number) {
  return z.int().min(1).max(65_535).default(fallback).describe(description);
}

/** The name of a service, a namespace or a function, as it stands in the name of a host. */
export function hostLabel(description: string) {
  return z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i, 'It must be a name of letters, digits and hyphens.')
    .describe(description);
}

/**
 * The client that a kubeconfig describes: requests to `apiServer` go to its server, with its credentials. The file is read for
 * each connection. When the API server takes the credentials no more, the next delivery connects anew, and so with those
 * that were renewed. Without a kubeconfig, the client that all outputs have.
 */
export async function kubernetesClient(location: string, context: ConnectContext): Promise<HttpTransport> {
  if (location === '') return context.http;
  return clientWith(await readKubeconfig(location), location, context);
}

/** A client of an API server. `file` is where certificates come from, for messages. */
export function clientWith(access: KubernetesAccess, file: string, context: ConnectContext): HttpTransport {
  const ownTls = access.ca !== undefined || access.certificate !== undefined || access.skipsCheck;
  const http = ownTls ? context.httpWith(clientTls(access, file, context)) : context.http;
  return {
    async send(request, signal) {
      try {
        return await http.send(addressed(request, access), signal);
      } catch (error) {
        if (error instanceof DeliveryError && error.status === 401) context.lost(error);
        throw error;
      }
    },
  };
}

/** What an API server that refuses says about it, in a `Status`; the answers of the service itself are none. */
export function explainKubernetes(error: DeliveryError): DeliveryError {
  const reason = statusMessage(error.answer ?? '');
  if (reason === undefined || !(error instanceof MisconfiguredError)) return error;
  return new MisconfiguredError(`Kubernetes: ${reason}`, error);
}

/** See https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#status-v1-meta. */
const status = z.object({ kind: z.literal('Status'), message: z.string().min(1) });

function statusMessage(answer: string): string | undefined {
  try {
    return status.parse(JSON.parse(answer)).message;
  } catch {
    return undefined;
  }
}

function clientTls(access: KubernetesAccess, file: string, context: ConnectContext): ClientTls {
  try {
    const ca = trustedBy(access);
    return {
      secureContext: tls.createSecureContext({ ca: [...ca], ...access.certificate, minVersion: 'TLSv1.2' }),
      rejectUnauthorized: !access.skipsCheck && context.tls.rejectUnauthorized !== false,
    };
  } catch {
    throw new MisconfiguredError(`A certificate in "${file}" is not PEM, or the key does not belong to it`);
  }
}

/** OpenSSL takes what is no certificate for no authority at all; read one by one, it is an error. */
function trustedBy({ ca }: KubernetesAccess): readonly string[] {
  if (ca === undefined) return [...tls.getCACertificates('bundled'), ...tls.getCACertificates('system')];
  const certificates = ca.split(/(?=-----BEGIN )/).filter((part) => part.startsWith('-----BEGIN '));
  return certificates.map((certificate) => new X509Certificate(certificate).toString());
}

function addressed(request: HttpRequest, { server, authorization }: KubernetesAccess): HttpRequest {
  return {
    ...request,
    url: onServer(request.url, server),
    headers: { ...request.headers, ...(authorization && { Authorization: authorization }) },
  };
}

function onServer(target: RequestUrl, server: string): RequestUrl {
  return url`${server.replace(/\/$/, '') + target.reveal().slice(apiServer.length)}`;
}
