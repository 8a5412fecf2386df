/** What the chart says of values that are not simply its own. */

/** What the falco chart sets on a dependency named `falcosidekick`. */
export const umbrellaValues = ['enabled', 'fullfqdn', 'listenPort', 'listenport', 'global'] as const;

/** Names that are often written and that no chart has; `chart/templates/refuse.yaml` answers with those that exist. */
export const misnamedValues: Readonly<Record<string, string>> = {
  'ingress.className': 'refused: the value is `ingress.ingressClassName`',
  'webui.ingress.className': 'refused: the value is `webui.ingress.ingressClassName`',
  host: 'refused: the Service is named after the release',
  port: 'refused: the value is `service.port`',
  'config.prometheus.enabled': 'refused: `/metrics` is always served; the value is `serviceMonitor.enabled`',
};

const noRedis = 'no effect: Tiercel keeps alerts in its own journal, without Redis';
const samePod = 'no effect: the console runs in the same pod; the value without `webui.` counts';

/** What becomes of values of Falcosidekick's chart that ours has not, by the path or by its beginning. */
export const falcosidekickFates: Readonly<Record<string, string>> = {
  'podSecurityPolicy.create':
    'no effect: Kubernetes has no PodSecurityPolicy since 1.25; pods comply with *restricted*',
  'webui.allowcors': 'no effect: pages of other origins get no answers',
  'webui.externalRedis.': noRedis,
  'webui.redis.': noRedis,
  'webui.initContainer.': noRedis,
  'webui.image.': samePod,
  'webui.replicaCount': samePod,
  'webui.podSecurityContext.': samePod,
  'webui.securityContext': samePod,
  'webui.priorityClassName': samePod,
  'webui.podLabels': samePod,
  'webui.podAnnotations': samePod,
  'webui.resources': samePod,
  'webui.nodeSelector': samePod,
  'webui.tolerations': samePod,
  'webui.affinity': samePod,
};

/** What becomes of values that both charts have and that mean something else here, or more. */
export const changedValues: Readonly<Record<string, string>> = {
  replicaCount: 'taken; each pod has a journal of its own, and one is enough',
  'image.registry': 'taken; the default is `"ghcr.io"`, also for Falcosidekick\'s image on docker.io',
  'image.repository':
    'taken, but for Falcosidekick\'s image, in whose place ours runs; the default is `"tiercel/tiercel"`',
  'image.tag': "taken, but for Falcosidekick's image; empty for the chart's application",
  'webui.user': 'taken, but for `admin:admin`, which everybody knows',
  'webui.disableauth': 'taken: whoever reaches the console may do everything',
  'webui.service.targetPort': 'no effect: the port is `config.console.listenport`',
  'config.tlsserver.notlspaths': 'taken; `/livez`, `/readyz` and `/metrics` are always among them',
  'config.existingSecret': 'taken; wins over the Secrets of the chart',
  'config.loki.grafanaDashboard.enabled':
    "taken with `grafana.dashboards.enabled`; Falcosidekick's own dashboard is not in this chart",
  'prometheusRules.enabled': 'taken, with or without a ServiceMonitor',
  'prometheusRules.alerts.additionalAlerts': 'taken, as a list',
  'serviceMonitor.enabled': 'taken, whether or not the cluster has the kind yet',
};

/** Why values below `config` are the chart's alone. */
export const chartOnlyValues: Readonly<Record<string, string>> = {
  'aws.useirsa': 'taken: `config.aws.rolearn` becomes an annotation of the ServiceAccount',
  'azure.workloadIdentityClientID': 'taken: an annotation of the ServiceAccount and a label of the pod',
  'gcp.workloadIdentityServiceAccount': 'taken: an annotation of the ServiceAccount',
  'azure.podIdentityClientID': 'no effect: Azure retired pod identities; use `workloadIdentityClientID`',
  'azure.podIdentityName': 'no effect: Azure retired pod identities; use `workloadIdentityClientID`',
  'azure.resourceGroupName': 'no effect: it served pod identities only',
  'azure.subscriptionID': 'no effect: it served pod identities only',
  'otlp.traces.extraenvvars': 'taken, as a map or as a list',
  'otlp.metrics.extraenvvars': 'taken, as a map or as a list',
  'tlsserver.existingSecret': 'taken: mounted at /etc/certs/server',
  'tlsserver.servercrt': 'taken: a Secret of whichever of the three are set',
  'tlsserver.serverkey': 'taken: a Secret of whichever of the three are set',
  'tlsserver.cacrt': 'taken: a Secret of whichever of the three are set',
};
