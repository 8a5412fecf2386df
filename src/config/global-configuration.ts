import path from 'node:path';
import { defaultRequestLimits } from '#sources/limits.ts';
import { Secret } from '#kit/secret.ts';
import type { AuditOptions } from './audit-options.ts';
import type {
  Configuration,
  ConsoleConfiguration,
  ListenerConfiguration,
  StatsdConfiguration,
} from './configuration.ts';
import { eventConfiguration } from './event-configuration.ts';
import type { GlobalOptions } from './global-options.ts';
import type { OtlpMetricsOptions } from './otlp-metrics-options.ts';
import type { StatsdOptions } from './statsd-options.ts';
import type { Environment } from './surroundings.ts';

/** What is left of the configuration once enrichment and outputs have been seen to. */
export type GlobalConfiguration = Omit<Configuration, 'file' | 'enrichment' | 'rules' | 'outputs' | 'effective'>;

/** Falcosidekick's flat options in the shape the parts of the program take. */
export function globalConfiguration(options: GlobalOptions, environment: Environment): GlobalConfiguration {
  const { source, delivery, journal, metrics, log } = options;
  return {
    listener: listener(options),
    source: {
      ...defaultRequestLimits,
      maxWaitMs: source.maxwait,
      maxBodyBytes: source.maxbody,
      maxDepth: source.maxdepth,
      maxKeys: source.maxkeys,
      maxValues: source.maxvalues,
      maxAlerts: source.maxalerts,
      maxInFlightBytes: source.maxinflight,
      dedupWindowMs: source.dedupwindow,
    },
    events: eventConfiguration(options),
    audit: {
      files: options.audit.files,
      keepsRecords: options.audit.keep === 'all',
      maxBodyBytes: options.audit.maxbody,
      maxEventBytes: options.audit.maxevent,
    },
    certificates: certificates(options),
    proxy: {
      httpProxy: environment['HTTP_PROXY'] || environment['http_proxy'] || '',
      httpsProxy: environment['HTTPS_PROXY'] || environment['https_proxy'] || '',
      noProxy: environment['NO_PROXY'] || environment['no_proxy'] || '',
    },
    delivery: {
      giveUpAfterMs: delivery.giveupafter,
      maxRetryAfterMs: delivery.maxretryafter,
      maxBackoffMs: delivery.maxbackoff,
      allowedHosts: delivery.allowedhosts,
    },
    journal: {
      engine: journal.engine,
      path: journal.path,
      durability: journal.durability,
      retention: retention(journal.retention),
    },
    console: consoleConfiguration(options.console),
    metrics: { maxSeries: metrics.maxseries, extraLabels: options.prometheus.extralabels },
    metricsPush: metricsPush(options.otlp.metrics),
    statsd: [...statsd('statsd', options.statsd), ...statsd('dogstatsd', options.dogstatsd)],
    log: { level: options.debug && log.level === 'info' ? 'debug' : log.level, format: log.format },
    shutdownTimeoutMs: options.shutdowntimeout,
  };
}

function consoleConfiguration(options: GlobalOptions['console']): ConsoleConfiguration {
  const { enabled, listenaddress, listenport, basepath, url, token, auth, allowanyone } = options;
  return {
    enabled,
    address: listenaddress,
    port: listenport,
    tls: serverCertificates(options.tlsserver),
    basePath: basepath,
    url: typeof url === 'string' ? url : undefined,
    token,
    auth: auth === 'none' && allowanyone ? 'anyone' : auth,
    user: options.user && loginAndPassword(options.user),
    isIngestOpen: options.ingest === 'open',
    ingestToken: options.ingesttoken,
  };
}

/** The password may contain colons. `undefined` where one of both is missing. */
export function loginAndPassword(text: Secret): ConsoleConfiguration['user'] {
  const [, login, password] = /^([^:]+):(.+)$/s.exec(text.reveal()) ?? [];
  return login === undefined || password === undefined ? undefined : { login, password: new Secret(password) };
}

function listener({ listenaddress, listenport, tlsserver, audit }: GlobalOptions): ListenerConfiguration {
  const { notlsport, notlspaths } = tlsserver;
  const certificatesOfPort = serverCertificates(tlsserver);
  return {
    address: listenaddress,
    port: listenport,
    tls: certificatesOfPort && { ...certificatesOfPort, notlsport, notlspaths },
    audit: { address: audit.listenaddress, ports: audit.listenports, tls: serverCertificates(audit.tlsserver) },
  };
}

function serverCertificates({ deploy, certfile, keyfile, mutualtls, cacertfile }: AuditOptions['tlsserver']) {
  return deploy ? { certfile, keyfile, clientCacertfile: mutualtls ? cacertfile : undefined } : undefined;
}

function certificates({ mutualtlsfilespath, mutualtlsclient, tlsclient }: GlobalOptions) {
  const inFolder = (file: string) => path.join(mutualtlsfilespath, file);
  return {
    cacertfile: tlsclient.cacertfile,
    mutual: {
      certfile: mutualtlsclient.certfile || inFolder('client.crt'),
      keyfile: mutualtlsclient.keyfile || inFolder('client.key'),
      cacertfile: mutualtlsclient.cacertfile || inFolder('ca.crt'),
    },
  };
}

function metricsPush({ endpoint, interval, timeout, extraattributes, ...options }: OtlpMetricsOptions) {
  if (endpoint === undefined) return undefined;
  const { checkcert, mutualtls } = options;
  return {
    options: { ...options, endpoint },
    intervalMs: interval,
    timeoutMs: timeout,
    tls: { checkcert, mutualtls },
    extraAttributes: extraattributes,
  };
}

function statsd(kind: StatsdConfiguration['kind'], { forwarder, interval, ...form }: StatsdOptions) {
  return forwarder === undefined ? [] : [{ kind, address: forwarder, intervalMs: interval, ...form }];
}

/** 0 is no limit. */
function retention({ age, bytes, count }: GlobalOptions['journal']['retention']) {
  return {
    ...(age > 0 && { maxAgeMs: age }),
    ...(bytes > 0 && { maxBytes: bytes }),
    ...(count > 0 && { maxAlerts: count }),
  };
}
