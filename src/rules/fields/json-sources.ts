import { cloudtrail } from './cloudtrail.ts';
import { gcpAudit } from './gcp-audit.ts';
import { github } from './github.ts';
import type { JsonSource } from './json-source.ts';
import type { RecentFailures } from './okta-failures.ts';
import { oktaSource } from './okta.ts';

export interface JsonSourceSettings {
  /** `okta.org`, which no event tells. */
  readonly oktaOrganization?: string;
  /** What users of Okta failed at before; by itself nothing. */
  readonly oktaFailures?: RecentFailures;
  /** Where the events of the source `json` are in a body, and their time in an event: JSON pointers. */
  readonly json?: { readonly records?: string; readonly time?: string };
}

/** Every source of JSON beside Kubernetes: what rules name in `source`, and how its events come. */
export function jsonSources(settings: JsonSourceSettings = {}): readonly JsonSource[] {
  const { oktaOrganization, oktaFailures, json } = settings;
  return [cloudtrail, gcpAudit, github, oktaSource(oktaOrganization, oktaFailures), anyJson(json)];
}

/** By the name that rules have for a source, or by that of Falco's plugin for it. */
export function findJsonSource(sources: readonly JsonSource[], name: string): JsonSource | undefined {
  return sources.find(({ id, pluginName }) => id === name || pluginName === name);
}

/** Has no fields but those of every source: rules read it by `json.value`. */
function anyJson({ records, time }: { readonly records?: string; readonly time?: string } = {}): JsonSource {
  return {
    id: 'json',
    pluginName: 'json',
    ...(records && { records: [records] }),
    ...(time && { time: [time] }),
    fields: [],
  };
}
