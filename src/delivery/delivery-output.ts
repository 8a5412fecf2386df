import type { Priority } from '#alert/priority.ts';
import type { Secret } from '#kit/secret.ts';
import type { ConfiguredOutput, StandardOutput } from '#outputs/output.ts';
import type { ProxySettings } from './proxy.ts';
import type { CertificateFiles, TlsChoice } from './tls-contexts.ts';

/** One configured output, as the configuration hands it over. */
export interface DeliveryOutput {
  /** Unique: names the cursor in the journal, and the output in logs and metrics. */
  readonly name: string;
  /** `Output.id`, the label `destination` of metrics. */
  readonly type: string;
  readonly minimumpriority: Priority | undefined;
  /** 0 is unlimited, within reason: see `policy.ts`. 1 keeps the order within a lane. */
  readonly maxconcurrentrequests: number;
  /** The deadline of one attempt. */
  readonly timeoutMs: number;
  readonly output: ConfiguredOutput;
  readonly tls: TlsChoice;
  readonly customheaders: Readonly<Record<string, Secret>>;
  /** All secrets among its options, to be hidden wherever the other side repeats them. */
  readonly secrets: readonly Secret[];
  /** Differs when anything about the output differs: a reload restarts only those. */
  readonly fingerprint: string;
}

/** What all connections share. */
export interface ConnectSettings {
  readonly proxy: ProxySettings;
  readonly certificates: CertificateFiles;
  /** What outputs may reach although its address speaks against it, see `dialer.ts`. */
  readonly allowedHosts: readonly string[];
  /** Where the output `stdout` writes. */
  readonly stdout: StandardOutput;
  /** `Falcosidekick` unless stated. */
  readonly userAgent?: string;
}
