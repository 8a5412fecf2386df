import type { Secret } from '#kit/secret.ts';
import { url } from '#kit/url.ts';
import { authorization } from './authorization.ts';
import type { HttpTransport } from './output.ts';

interface SourceOptions {
  readonly apiurl: string | Secret;
  readonly orguid: string;
  readonly apikey?: Secret | undefined;
  readonly source: string;
  readonly sourcedescription: string;
}

/** The same as Falcosidekick's, so that its source goes on. */
export function sourceId(orguid: string): string {
  return `falcosidekick_${orguid}`;
}

/** Registers the source that alerts are filed under, unless it is there. Another Tiercel may do the same meanwhile. */
export async function ensureSource(options: SourceOptions, http: HttpTransport, signal: AbortSignal): Promise<void> {
  if (await isRegistered(options, http, signal)) return;
  try {
    await register(options, http, signal);
  } catch (error) {
    if (!(await isRegistered(options, http, signal))) throw error;
  }
}

async function isRegistered(options: SourceOptions, http: HttpTransport, signal: AbortSignal): Promise<boolean> {
  const { text } = await http.send({ ...endpointOf(options), method: 'GET' }, signal);
  return text.replaceAll(/"\s*:\s*"/g, '":"').includes(`"uid":${JSON.stringify(sourceId(options.orguid))}`);
}

async function register(options: SourceOptions, http: HttpTransport, signal: AbortSignal): Promise<void> {
  const { orguid, source, sourcedescription } = options;
  const json = { name: source, description: sourcedescription, uid: sourceId(orguid) };
  await http.send({ ...endpointOf(options), body: { json } }, signal);
}

export function spyderbatHeaders(apikey: Secret | undefined): Readonly<Record<string, Secret>> {
  return apikey ? { Authorization: authorization('Bearer', apikey) } : {};
}

function endpointOf({ apiurl, orguid, apikey }: SourceOptions) {
  return {
    url: url`${apiurl}/api/v1/org/${orguid}/source/`,
    headers: spyderbatHeaders(apikey),
  };
}
