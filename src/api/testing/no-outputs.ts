import { noEnrichment } from '#alert/enrich.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import type { InstalledOutputs } from '../outputs/outputs-source.ts';

/** An installation that has no outputs. */
export function noOutputs(): InstalledOutputs {
  const console = {
    enabled: true,
    address: '',
    port: 2802,
    tls: undefined,
    basePath: '/',
    token: undefined,
    ingestToken: undefined,
    isIngestOpen: false,
    url: undefined,
    user: undefined,
    auth: 'local',
  } as const;
  const configuration = { file: undefined, outputs: [], effective: { global: {}, outputs: [] } };
  return {
    outputs: {
      configuration: () => ({ ...configuration, enrichment: noEnrichment, console }),
      types: [],
      testAlert: () => testAlert,
    },
    delivery: {
      health: () => [],
      tryOut: async () => undefined,
      pause: async () => false,
      resume: async () => false,
      wake: () => {},
    },
  };
}
