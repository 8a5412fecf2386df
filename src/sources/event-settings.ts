import type { Secret } from '#kit/secret.ts';
import type { JsonSourceSettings } from '#rules/fields/json-sources.ts';
import type { SplitLimits } from '#rules/fields/split-events.ts';

/** How events of other sources than Falco and Kubernetes come in. */
export interface EventSettings {
  readonly limits: EventLimits;
  /** What every sender must show, but GitHub where it signs; `undefined` lets everybody send. */
  readonly token: Secret | undefined;
  /** What GitHub must sign with; `undefined` looks at no signature. */
  readonly githubSecret: Secret | undefined;
  /** What the tables of fields have to be told. */
  readonly sources: JsonSourceSettings;
}

export interface EventLimits extends SplitLimits {
  readonly maxBodyBytes: number;
}
