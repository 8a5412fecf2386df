import { stringify } from 'yaml';

export const falcoForms = ['yaml', 'helm', 'operator'] as const;
export type FalcoForm = (typeof falcoForms)[number];

interface FalcoTarget {
  readonly url: string;
  readonly cluster: string | undefined;
  /** As Falco sees the file. */
  readonly ca: string | undefined;
  readonly client: { readonly cert: string; readonly key: string } | undefined;
}

/**
 * The part of Falco's configuration that sends alerts to Tiercel.
 *
 * @see https://falco.org/docs/concepts/outputs/channels/
 */
export function falcoConfiguration(form: FalcoForm, target: FalcoTarget): string {
  return `${headings[form]}\n${stringify(wrappers[form](optionsFor(target)), { lineWidth: 0 })}`;
}

const headings: Readonly<Record<FalcoForm, string>> = {
  yaml: '# /etc/falco/config.d/tiercel.yaml, or in falco.yaml',
  helm: '# helm upgrade --install falco falcosecurity/falco -n falco --reuse-values -f THIS-FILE',
  operator: '# kubectl apply -n falco -f THIS-FILE',
};

type Options = Readonly<Record<string, unknown>>;

const wrappers: Readonly<Record<FalcoForm, (options: Options) => Options>> = {
  yaml: (options) => options,
  helm: (options) => ({ falco: options }),
  operator: (options) => ({
    apiVersion: 'artifact.falcosecurity.dev/v1alpha1',
    kind: 'Config',
    metadata: { name: 'tiercel' },
    // Later than what the operator itself sets, so that it counts.
    spec: { priority: 90, config: options },
  }),
};

function optionsFor({ url, cluster, ca, client }: FalcoTarget): Options {
  return {
    json_output: true,
    json_include_output_property: true,
    json_include_tags_property: true,
    http_output: {
      enabled: true,
      url,
      // A new connection for each alert costs more than the alert.
      keep_alive: true,
      ...(ca !== undefined && { ca_cert: ca }),
      ...(client && { mtls: true, client_cert: client.cert, client_key: client.key }),
    },
    ...(cluster !== undefined && { append_output: [{ extra_fields: [{ cluster }] }] }),
  };
}
