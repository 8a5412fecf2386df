/**
 * The sections of Falcosidekick's configuration that stand for an output, as of its version 2.34.1, whether this version of
 * Tiercel has the output or not: nothing an operator had configured is left out in silence.
 */
export interface FalcosidekickSection {
  /** Dotted where it is nested. */
  readonly section: string;
  /** The output is on when all of these are set. */
  readonly enabledBy: readonly string[];
  /** Options that Falcosidekick reads from the file only: it ignores their environment variables. */
  readonly fileOnly?: readonly string[];
  /** Options that it accepts without effect. */
  readonly ignored?: readonly string[];
}

export const falcosidekickSections: readonly FalcosidekickSection[] = [
  { section: 'alertmanager', enabledBy: ['hostport'] },
  { section: 'aws.cloudwatchlogs', enabledBy: ['loggroup'] },
  { section: 'aws.kinesis', enabledBy: ['streamname'] },
  { section: 'aws.lambda', enabledBy: ['functionname'] },
  { section: 'aws.s3', enabledBy: ['bucket'] },
  { section: 'aws.securitylake', enabledBy: ['bucket', 'region', 'accountid', 'prefix'] },
  { section: 'aws.sns', enabledBy: ['topicarn'] },
  { section: 'aws.sqs', enabledBy: ['url'] },
  { section: 'azure.eventhub', enabledBy: ['name'] },
  { section: 'cliq', enabledBy: ['webhookurl'] },
  { section: 'cloudevents', enabledBy: ['address'] },
  { section: 'datadog', enabledBy: ['apikey'] },
  { section: 'datadoglogs', enabledBy: ['apikey'] },
  { section: 'discord', enabledBy: ['webhookurl'] },
  { section: 'dogstatsd', enabledBy: ['forwarder'] },
  { section: 'dynatrace', enabledBy: ['apitoken', 'apiurl'] },
  { section: 'elasticsearch', enabledBy: ['hostport'] },
  { section: 'fission', enabledBy: ['function'] },
  { section: 'gcp.chronicle', enabledBy: ['region', 'projectid', 'instanceid'] },
  { section: 'gcp.cloudfunctions', enabledBy: ['name'] },
  { section: 'gcp.cloudrun', enabledBy: ['endpoint', 'jwt'] },
  { section: 'gcp.pubsub', enabledBy: ['projectid', 'topic'] },
  { section: 'gcp.storage', enabledBy: ['bucket'] },
  { section: 'googlechat', enabledBy: ['webhookurl'] },
  { section: 'gotify', enabledBy: ['hostport'] },
  { section: 'grafana', enabledBy: ['hostport', 'apikey'], fileOnly: ['customheaders'] },
  { section: 'grafanaoncall', enabledBy: ['webhookurl'], fileOnly: ['customheaders'] },
  { section: 'influxdb', enabledBy: ['hostport'] },
  { section: 'kafka', enabledBy: ['hostport', 'topic'] },
  { section: 'kafkarest', enabledBy: ['address'] },
  { section: 'kubeless', enabledBy: ['namespace', 'function'] },
  { section: 'logstash', enabledBy: ['address'], fileOnly: ['tls'] },
  { section: 'loki', enabledBy: ['hostport'] },
  { section: 'mattermost', enabledBy: ['webhookurl'] },
  { section: 'mqtt', enabledBy: ['broker'] },
  { section: 'n8n', enabledBy: ['address'] },
  {
    section: 'nats',
    enabledBy: ['hostport'],
    fileOnly: ['minimumpriority'],
    ignored: ['maxconcurrentrequests'],
  },
  { section: 'nodered', enabledBy: ['address'], fileOnly: ['customheaders', 'mutualtls', 'maxconcurrentrequests'] },
  { section: 'openfaas', enabledBy: ['functionname'] },
  { section: 'openobserve', enabledBy: ['hostport'], fileOnly: ['customheaders'] },
  { section: 'opsgenie', enabledBy: ['apikey'] },
  { section: 'otlp.logs', enabledBy: ['endpoint'], fileOnly: ['extraenvvars'], ignored: ['synced'] },
  { section: 'otlp.metrics', enabledBy: ['endpoint'], ignored: ['minimumpriority'] },
  { section: 'otlp.traces', enabledBy: ['endpoint'], ignored: ['synced'] },
  { section: 'pagerduty', enabledBy: ['routingkey'] },
  { section: 'policyreport', enabledBy: ['enabled'] },
  { section: 'quickwit', enabledBy: ['hostport'], fileOnly: ['customheaders'] },
  { section: 'rabbitmq', enabledBy: ['url', 'queue'] },
  {
    section: 'redis',
    enabledBy: ['address'],
    fileOnly: ['username', 'tls', 'certfile', 'keyfile', 'cacertfile'],
    ignored: ['version', 'maxconcurrentrequests'],
  },
  { section: 'rocketchat', enabledBy: ['webhookurl'], ignored: ['footer'] },
  { section: 'slack', enabledBy: ['webhookurl'] },
  { section: 'smtp', enabledBy: ['hostport', 'from', 'to'] },
  { section: 'splunk', enabledBy: ['host'] },
  { section: 'spyderbat', enabledBy: ['orguid'] },
  {
    section: 'stan',
    enabledBy: ['hostport', 'clusterid', 'clientid'],
    fileOnly: ['minimumpriority'],
    ignored: ['maxconcurrentrequests'],
  },
  { section: 'statsd', enabledBy: ['forwarder'], fileOnly: ['tags'] },
  { section: 'sumologic', enabledBy: ['receiverurl'] },
  { section: 'syslog', enabledBy: ['host'] },
  { section: 'talon', enabledBy: ['address'] },
  { section: 'teams', enabledBy: ['webhookurl'] },
  { section: 'tekton', enabledBy: ['eventlistener'], fileOnly: ['mutualtls', 'maxconcurrentrequests'] },
  { section: 'telegram', enabledBy: ['chatid', 'token'] },
  { section: 'timescaledb', enabledBy: ['host'] },
  { section: 'wavefront', enabledBy: ['endpointtype', 'endpointhost'], fileOnly: ['flushintervalseconds'] },
  { section: 'webex', enabledBy: ['webhookurl'] },
  { section: 'webhook', enabledBy: ['address'] },
  { section: 'webui', enabledBy: ['url'] },
  { section: 'yandex.datastreams', enabledBy: ['streamname'] },
  { section: 'yandex.s3', enabledBy: ['bucket'], fileOnly: ['minimumpriority'] },
  { section: 'zincsearch', enabledBy: ['hostport'] },
];

/** Groups of sections, and the options beside them: what is nested in none of the sections above. */
export const falcosidekickGroups: Readonly<Record<string, readonly string[]>> = {
  aws: ['region', 'accesskeyid', 'secretaccesskey', 'rolearn', 'externalid', 'checkidentity'],
  azure: [],
  gcp: ['credentials', 'workloadidentity'],
  otlp: [],
  yandex: ['accesskeyid', 'secretaccesskey', 'region'],
};
