import type { EnrichmentSettings } from '#alert/enrich.ts';
import type { Secret } from '#kit/secret.ts';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import type { ProxySettings } from '#delivery/proxy.ts';
import type { CertificateFiles, TlsChoice } from '#delivery/tls-contexts.ts';
import type { RetentionPolicy } from '#journal/journal.ts';
import type { OtlpOptions } from '#outputs/otlp-options.ts';
import type { Surroundings } from '#rules/fields/generic-fields.ts';
import type { RecentFailures } from '#rules/fields/okta-failures.ts';
import type { LoadedRule } from '#rules/load/loaded-rule.ts';
import type { RuleSet } from '#rules/rule-set.ts';
import type { TrialParts } from '#rules/try-rules.ts';
import type { EventSettings } from '#sources/event-settings.ts';
import type { RequestLimits } from '#sources/limits.ts';
import type { StatsdAddress } from './statsd-options.ts';

/** What Tiercel is to do: complete, checked and frozen. Nothing reads the file or the environment after this. */
export interface Configuration {
  /** `undefined` where everything came from the environment. */
  readonly file: string | undefined;
  readonly listener: ListenerConfiguration;
  /** What one request may be and how long it may wait. */
  readonly source: RequestLimits;
  /** Where audit events are read, and what they may be. */
  readonly audit: AuditConfiguration;
  /** How events of other sources than Falco and Kubernetes come in. */
  readonly events: EventSettings;
  readonly enrichment: EnrichmentSettings;
  /** `undefined` where there are no rules: then no events are taken, only alerts. */
  readonly rules: RulesConfiguration | undefined;
  readonly outputs: readonly DeliveryOutput[];
  /** For the TLS of outputs. */
  readonly certificates: CertificateFiles;
  readonly proxy: ProxySettings;
  readonly delivery: DeliveryConfiguration;
  readonly journal: JournalConfiguration;
  readonly console: ConsoleConfiguration;
  readonly metrics: MetricsConfiguration;
  /** `undefined` where no metrics are pushed. */
  readonly metricsPush: MetricsPushConfiguration | undefined;
  /** Where counters are pushed to, in the ways of StatsD. */
  readonly statsd: readonly StatsdConfiguration[];
  readonly log: LogConfiguration;
  readonly shutdownTimeoutMs: number;
  /** Every option with the value in force, and `[secret]` for secrets: what `describeConfiguration` prints. */
  readonly effective: EffectiveConfiguration;
}

export interface AuditConfiguration {
  /** Logs to follow: files, folders and patterns. */
  readonly files: readonly string[];
  /** Whether events that no rule matched are kept, too, see `#alert/audit-record.ts`. */
  readonly keepsRecords: boolean;
  readonly maxBodyBytes: number;
  readonly maxEventBytes: number;
}

export interface RuleSurroundings extends Surroundings {
  /** What users of Okta failed at before: a set of rules that takes the place of another goes on counting. */
  readonly oktaFailures: RecentFailures;
}

export interface RulesConfiguration {
  readonly rules: readonly LoadedRule[];
  /** Compiles those that are enabled, for a machine. @param nowMs by which it is measured what they cost */
  readonly compile: (around: RuleSurroundings, nowMs?: () => number) => RuleSet;
  /** What trying them, and others beside them, on an event needs. */
  readonly trial: (around: RuleSurroundings) => TrialParts;
}

export interface ListenerConfiguration {
  /** Empty: every address, IPv4 and IPv6. */
  readonly address: string;
  readonly port: number;
  /** `undefined`: plain HTTP. */
  readonly tls: ListenerTlsConfiguration | undefined;
  /** The ports for audit events alone. */
  readonly audit: AuditListenerConfiguration;
}

export interface AuditListenerConfiguration {
  readonly address: string;
  readonly ports: readonly number[];
  readonly tls: CertificateConfiguration | undefined;
}

export interface CertificateConfiguration {
  readonly certfile: string;
  readonly keyfile: string;
  /** The authority that clients must be certified by; `undefined` asks no client for a certificate. */
  readonly clientCacertfile: string | undefined;
}

export interface ListenerTlsConfiguration extends CertificateConfiguration {
  readonly notlsport: number;
  readonly notlspaths: readonly string[];
}

export interface DeliveryConfiguration {
  readonly giveUpAfterMs: number;
  readonly maxRetryAfterMs: number;
  readonly maxBackoffMs: number;
  readonly allowedHosts: readonly string[];
}

export interface JournalConfiguration {
  readonly engine: 'sqlite';
  readonly path: string;
  readonly durability: 'disk' | 'memory';
  readonly retention: RetentionPolicy;
}

export interface ConsoleConfiguration {
  readonly enabled: boolean;
  readonly address: string;
  readonly port: number;
  /** `undefined`: plain HTTP. */
  readonly tls: CertificateConfiguration | undefined;
  readonly basePath: string;
  /** Where people reach it, such as https://tiercel.example.com. */
  readonly url: string | undefined;
  readonly token: Secret | undefined;
  /** `anyone`: nobody logs in, although others reach the port. */
  readonly auth: 'local' | 'none' | 'anyone';
  /** Who is an admin by the configuration. */
  readonly user: { readonly login: string; readonly password: Secret } | undefined;
  readonly isIngestOpen: boolean;
  readonly ingestToken: Secret | undefined;
}

export interface MetricsConfiguration {
  readonly maxSeries: number;
  /** Fields of alerts that become labels. */
  readonly extraLabels: readonly string[];
}

/** Where metrics are pushed to, by OTLP. */
export interface MetricsPushConfiguration {
  readonly options: OtlpOptions;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly tls: TlsChoice;
  /** Fields of alerts that become attributes, besides the custom fields. */
  readonly extraAttributes: readonly string[];
}

export interface StatsdConfiguration {
  readonly kind: 'statsd' | 'dogstatsd';
  readonly address: StatsdAddress;
  readonly namespace: string;
  readonly tags: readonly string[];
  readonly intervalMs: number;
}

export interface LogConfiguration {
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  readonly format: 'auto' | 'pretty' | 'json';
}

/** Options as they would be written, without any secret. */
export interface EffectiveConfiguration {
  readonly global: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Readonly<Record<string, unknown>>[];
}
