/** What becomes of a setting of Falcosidekick's. */
export interface Fate {
  readonly kind: 'same' | 'renamed' | 'chart' | 'default' | 'dropped';
  /** As it was written: `config.slack.webhookurl`, `SLACK_WEBHOOKURL`. */
  readonly from: string;
  /** Ours, where it has another name. */
  readonly to?: string;
  /** A sentence; needed where something changes. */
  readonly why?: string;
}

/** Collects settings by our paths, and the fate of each. */
export interface Migration {
  readonly fates: Fate[];
  readonly values: Map<string, unknown>;
}
