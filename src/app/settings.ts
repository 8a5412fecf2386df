import type { AuditLimits } from '#sources/audit-batch.ts';
import type { ListenerAddress } from '#sources/listener.ts';
import { defaultRequestLimits, type RequestLimits } from '#sources/limits.ts';
import type { AlertCounterOptions } from '#sources/alert-counter.ts';
import { defaultPolicy } from '#delivery/policy.ts';
import type { DeliverySettings } from '#delivery/delivery.ts';
import type { Configuration } from '#config/configuration.ts';
import type { UiConfiguration } from '#api/sidekick-ui/ui-routes.ts';
import type { RuleMatchOptions } from '#api/rule-matches.ts';

/** The configuration in the shapes that the parts ask for. */

export function requestLimits({ source }: Configuration): RequestLimits {
  return { ...defaultRequestLimits, ...source };
}

export function auditLimits({ source, audit }: Configuration): AuditLimits {
  return {
    maxBodyBytes: Math.min(audit.maxBodyBytes, source.maxBodyBytes),
    maxValues: source.maxValues,
    maxEventBytes: audit.maxEventBytes,
    maxEvents: source.maxAlerts,
    maxDepth: source.maxDepth,
  };
}

/** Falcosidekick labels by what enrichment adds, and by `prometheus.extralabels`. */
export function alertLabels({ enrichment, metrics }: Configuration): AlertCounterOptions {
  const added = [...Object.keys(enrichment.customfields), ...Object.keys(enrichment.templatedfields)];
  const fields = [...new Set([...added, ...metrics.extraLabels])];
  return { fields: fields.filter(makesLabel), maxSeries: metrics.maxSeries };
}

/** Falcosidekick's counter for OTLP has custom fields as attributes, and no templated ones. */
export function ruleMatchOptions({ enrichment, metrics, metricsPush }: Configuration): RuleMatchOptions {
  const fields = new Set([...Object.keys(enrichment.customfields), ...(metricsPush?.extraAttributes ?? [])]);
  return { fields: [...fields].filter(makesLabel), maxSeries: metrics.maxSeries };
}

function makesLabel(field: string): boolean {
  return labelName.test(field.replaceAll('.', '_'));
}

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

export function deliverySettings(
  { certificates, proxy, delivery }: Configuration,
  stdout: NodeJS.WriteStream,
): DeliverySettings {
  return {
    connect: { certificates, proxy, allowedHosts: delivery.allowedHosts, stdout },
    policy: {
      giveUpAfterMs: delivery.giveUpAfterMs,
      maxRetryAfterMs: delivery.maxRetryAfterMs,
      retry: { ...defaultPolicy.retry, maxMs: delivery.maxBackoffMs },
    },
  };
}

/** What Falcosidekick-UI would tell of its configuration. */
export function uiConfiguration({ console: page, journal, log }: Configuration): UiConfiguration {
  return {
    address: page.address,
    port: page.port,
    isLoginOff: page.auth !== 'local',
    logLevel: log.level,
    maxAgeMs: journal.retention.maxAgeMs ?? 0,
    user: page.user?.login ?? '',
  };
}

/** What to open or to post to: a wildcard address is reached by the loopback one. */
export function urlOf({ address, port, isTls }: ListenerAddress): string {
  const isWildcard = address === '' || address === '::' || address === '0.0.0.0';
  const host = address.includes(':') ? `[${address}]` : address;
  return `${isTls ? 'https' : 'http'}://${isWildcard ? '127.0.0.1' : host}:${port}/`;
}

/** Options that are only read at start, and differ. */
export function needsRestart(before: Configuration, after: Configuration): readonly string[] {
  const values = ({ journal, console: page, log }: Configuration) => ({
    'journal.path': journal.path,
    'journal.durability': journal.durability,
    'console.enabled': page.enabled,
    'console.listenaddress': page.address,
    'console.listenport': page.port,
    'console.tlsserver': page.tls && JSON.stringify(page.tls),
    'console.basepath': page.basePath,
    'console.url': page.url,
    'console.token': page.token?.reveal(),
    'console.auth': page.auth,
    'console.user': page.user && `${page.user.login}:${page.user.password.reveal()}`,
    'console.ingest': page.isIngestOpen,
    'console.ingesttoken': page.ingestToken?.reveal(),
    'log.level': log.level,
    'log.format': log.format,
  });
  const old = new Map<string, unknown>(Object.entries(values(before)));
  return Object.entries(values(after)).flatMap(([option, value]) => (old.get(option) === value ? [] : [option]));
}
