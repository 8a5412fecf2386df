import { parseDocument } from 'yaml';
import { z } from 'zod';
import { MisconfiguredError } from './errors.ts';

const text = z.string().default('');
const cluster = z.looseObject({
  server: z.url({ protocol: /^https?$/ }),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': z.boolean().default(false),
});
const user = z.looseObject({
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
});
const kubeconfig = z.looseObject({
  'current-context': z.string().min(1),
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: text, user: text }) })),
  clusters: z.array(z.object({ name: z.string(), cluster })),
  users: z.array(z.object({ name: z.string(), user: user.nullish() })).nullish(),
});

export type KubeconfigCluster = z.output<typeof cluster>;
export type KubeconfigUser = z.output<typeof user>;

/** What would lead elsewhere, or be left out, without a word. */
const unsupported: Readonly<Record<string, string>> = {
  exec: 'give a token or a client certificate, of a service account for instance',
  'auth-provider': 'give a token or a client certificate, of a service account for instance',
  as: 'use the credentials of the account itself',
  'as-groups': 'use the credentials of the account itself',
  'proxy-url': 'set HTTPS_PROXY',
  'tls-server-name': 'use a name of the server that is in its certificate',
};

/**
 * The cluster and the user of the current context of a kubeconfig.
 * See https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/.
 * @throws MisconfiguredError that says what is wrong, and nothing of what is in the file
 */
export function currentContext(
  content: string,
  file: string,
): { readonly cluster: KubeconfigCluster; readonly user: KubeconfigUser } {
  const config = parsed(content, file);
  const { context } = named(config.contexts, config['current-context'], 'context', file);
  const found = named(config.clusters, context.cluster, 'cluster', file).cluster;
  const account = context.user === '' ? undefined : named(config.users ?? [], context.user, 'user', file).user;
  refuseUnsupported({ ...found, ...account }, file);
  return { cluster: found, user: account ?? user.parse({}) };
}

/** The messages of the parser quote the text, which holds secrets. */
function parsed(content: string, file: string): z.output<typeof kubeconfig> {
  const document = parseDocument(content, { prettyErrors: false, logLevel: 'silent' });
  if (document.errors.length > 0) throw new MisconfiguredError(`"${file}" is not valid YAML`);
  const result = kubeconfig.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new MisconfiguredError(`"${file}" is not a kubeconfig: ${issue?.path.join('.')} is missing or not valid`);
}

function named<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  name: string,
  kind: string,
  file: string,
): Entry {
  const entry = entries.find((one) => one.name === name);
  if (entry) return entry;
  throw new MisconfiguredError(`"${file}" has no ${kind} "${name}", which its current context names`);
}

function refuseUnsupported(settings: Readonly<Record<string, unknown>>, file: string): void {
  const name = Object.keys(unsupported).find((one) => Boolean(settings[one]));
  if (name === undefined) return;
  throw new MisconfiguredError(`"${file}" asks for "${name}", which is not supported: ${unsupported[name]}`);
}
