/** Values that between them turn on everything the chart has. */
export const matrix: Readonly<Record<string, object>> = {
  nothing: {},
  'three pods': { replicaCount: 3, networkPolicy: { enabled: true, ingressFrom: [{ namespaceSelector: {} }] } },
  'no console': { webui: { enabled: false } },
  'no volume': { persistence: { enabled: false }, serviceAccount: { create: false } },
  'in memory, scaled': {
    config: { journal: { durability: 'memory' } },
    autoscaling: { enabled: true, behavior: { scaleDown: { stabilizationWindowSeconds: 300 } } },
  },
  tls: {
    config: { tlsserver: { deploy: true, existingSecret: 'certs', mutualtls: true } },
    serviceMonitor: { enabled: true },
    podMonitor: { enabled: true, interval: '30s' },
    networkPolicy: { enabled: true },
  },
  'audit ports': {
    config: { audit: { listenports: [9765, 8765] }, rules: { files: ['/etc/tiercel/rules'] } },
    networkPolicy: { enabled: true },
  },
  'a certificate and a Gateway': {
    config: { tlsserver: { deploy: true } },
    certificate: { enabled: true, issuerRef: { kind: 'ClusterIssuer', name: 'ca' }, dnsNames: ['falco.example.com'] },
    gateway: {
      enabled: true,
      className: 'cilium',
      listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'falco-tls' }] } }],
    },
    httproute: { enabled: true, hostnames: ['falco.example.com'], timeouts: { request: '30s' } },
    referenceGrant: { enabled: true, fromNamespaces: ['gateways'] },
    backendTLSPolicy: { enabled: true, caConfigMap: 'ca' },
  },
  'routes and ingresses': {
    ingress: { enabled: true, ingressClassName: 'nginx' },
    httproute: { enabled: true, parentRefs: [{ name: 'public' }], httpsRedirect: true },
    webui: {
      ingress: { enabled: true, tls: [{ hosts: ['falcosidekick-ui.local'], secretName: 'ui-tls' }] },
      httproute: { enabled: true, parentRefs: [{ name: 'public' }], hostnames: ['{{ .Release.Name }}.example.com'] },
    },
  },
  monitoring: {
    serviceMonitor: { enabled: true, interval: '30s', additionalLabels: { release: 'prometheus' } },
    prometheusRules: { enabled: true, additionalAlerts: [{ alert: 'Mine', expr: 'vector(1)' }] },
    grafana: {
      dashboards: { enabled: true, configMaps: { falcosidekick: { folder: 'Falco', namespace: 'grafana' } } },
    },
  },
  'everything about the pod': {
    image: { digest: `sha256:${'0'.repeat(64)}` },
    imagePullSecrets: ['registry'],
    podLabels: { team: 'security' },
    podAnnotations: { note: 'a' },
    customLabels: { cost: 'b' },
    customAnnotations: { owner: 'c' },
    nodeSelector: { disk: 'fast' },
    tolerations: [{ operator: 'Exists' }],
    affinity: { nodeAffinity: {} },
    priorityClassName: 'high',
    extraVolumes: [{ name: 'more', emptyDir: {} }],
    extraVolumeMounts: [{ name: 'more', mountPath: '/more' }],
    extraObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ .Release.Name }}-extra' } }],
    service: { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'], externalTrafficPolicy: 'Local' },
    testConnection: { tolerations: [{ operator: 'Exists' }], nodeSelector: { disk: 'slow' } },
    config: {
      kubernetesevents: { enabled: true },
      extraEnv: [{ name: 'A', value: 'b' }],
      extraArgs: ['--demo'],
      existingSecret: 'mine',
    },
  },
};

/** What a home laboratory's HelmRelease asks for: Slack, Loki, Elasticsearch, the console and a ServiceMonitor. */
export const seed = {
  config: {
    slack: { webhookurl: 'https://hooks.slack.com/services/T0/B0/XXXX', minimumpriority: 'warning' },
    loki: {
      hostport: 'http://loki-gateway.monitoring',
      apikey: { secretKeyRef: { name: 'grafana-cloud', key: 'key' } },
    },
    elasticsearch: { hostport: 'http://elasticsearch.logging:9200', index: 'falco', existingSecret: 'elastic' },
  },
  webui: {
    enabled: true,
    ingress: { enabled: true, ingressClassName: 'tailscale', hosts: [{ host: 'falco', paths: [{ path: '/' }] }] },
  },
  serviceMonitor: { enabled: true, interval: '30s', additionalLabels: { release: 'prometheus' } },
  api: { existingSecret: 'tiercel-api' },
};
