{{/* The pod, the same for StatefulSet and Deployment. */}}
{{- define "tiercel.pod" -}}
{{- $into := dict "file" dict "secrets" dict "refs" dict "from" dict -}}
{{- include "tiercel.config" (dict "root" $ "into" $into) -}}
{{- $config := .Values.config -}}
{{- $tls := $config.tlsserver.deploy -}}
metadata:
  labels:
    {{- include "tiercel.labels" . | nindent 4 }}
    {{- if (dig "azure" "workloadIdentityClientID" "" $config) }}
    azure.workload.identity/use: 'true'
    {{- end }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/config: {{ toJson (list $into.file $into.secrets) | sha256sum }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "tiercel.serviceAccount" . }}
  automountServiceAccountToken: {{ include "tiercel.needsKubernetes" . | eq "true" }}
  # A Service named syslog must not become SYSLOG_PORT.
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ kindIs "map" . | ternary (get (kindIs "map" . | ternary . dict) "name") . }}
    {{- end }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  {{- with .Values.initContainers }}
  initContainers:
    {{- tpl (toYaml .) $ | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ include "tiercel.name" . }}
      image: {{ include "tiercel.image" . }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args:
        - -c
        - /etc/tiercel/tiercel.yaml
        {{- range $config.extraArgs }}
        - {{ . | quote }}
        {{- end }}
      ports:
        - name: http
          containerPort: {{ include "tiercel.port" . }}
          protocol: TCP
        {{- if $tls }}
        - name: http-notls
          containerPort: {{ $config.tlsserver.notlsport | default 2810 }}
          protocol: TCP
        {{- end }}
        {{- range dig "audit" "listenports" list $config }}
        - name: audit-{{ int . }}
          containerPort: {{ int . }}
          protocol: TCP
        {{- end }}
        {{- if .Values.webui.enabled }}
        - name: ui
          containerPort: {{ include "tiercel.uiPort" . }}
          protocol: TCP
        {{- end }}
      {{- with include "tiercel.envFrom" (dict "root" $ "into" $into) }}
      envFrom:
        {{- . | nindent 8 }}
      {{- end }}
      {{- with include "tiercel.env" (dict "root" $ "into" $into) }}
      env:
        {{- . | nindent 8 }}
      {{- end }}
      {{- $port := ternary "http-notls" "http" (eq (toString $tls) "true") }}
      startupProbe:
        httpGet: { path: /livez, port: {{ $port }} }
        {{- toYaml .Values.startupProbe | nindent 8 }}
      livenessProbe:
        httpGet: { path: /livez, port: {{ $port }} }
        {{- toYaml .Values.livenessProbe | nindent 8 }}
      readinessProbe:
        httpGet: { path: /readyz, port: {{ $port }} }
        {{- toYaml .Values.readinessProbe | nindent 8 }}
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - name: configuration
          mountPath: /etc/tiercel
          readOnly: true
        - name: journal
          mountPath: /var/lib/tiercel
        - name: tmp
          mountPath: /tmp
        {{- if include "tiercel.certs" . }}
        - name: certs
          mountPath: /etc/certs/server
          readOnly: true
        {{- end }}
        {{- with .Values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    {{- with .Values.extraContainers }}
    {{- tpl (toYaml .) $ | nindent 4 }}
    {{- end }}
  volumes:
    - name: configuration
      configMap:
        name: {{ include "tiercel.fullname" . }}
    - name: tmp
      emptyDir: {}
    {{- if not (include "tiercel.claims" .) }}
    - name: journal
      {{- if and .Values.persistence.enabled .Values.persistence.existingClaim }}
      persistentVolumeClaim:
        claimName: {{ .Values.persistence.existingClaim }}
      {{- else }}
      emptyDir: {}
      {{- end }}
    {{- end }}
    {{- with include "tiercel.certs" . }}
    - name: certs
      secret:
        secretName: {{ . }}
        defaultMode: 0440
    {{- end }}
    {{- with .Values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    {{- if kindIs "slice" .Values.topologySpreadConstraints }}
    {{- toYaml .Values.topologySpreadConstraints | nindent 4 }}
    {{- else }}
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "tiercel.selector" . | nindent 10 }}
    {{- end }}
{{- end -}}

{{- define "tiercel.port" -}}{{ .Values.config.listenport | default 2801 | int }}{{- end -}}
{{- define "tiercel.uiPort" -}}{{ dig "console" "listenport" 2802 .Values.config | int }}{{- end -}}

{{/* Whether the StatefulSet makes claims. */}}
{{- define "tiercel.claims" -}}
{{- if and (eq (include "tiercel.kind" .) "StatefulSet") .Values.persistence.enabled (not .Values.persistence.existingClaim) }}true{{ end -}}
{{- end -}}

{{/* The Secret of the certificates, whatever of them there is. */}}
{{- define "tiercel.certs" -}}
{{- $server := .Values.config.tlsserver -}}
{{- if $server.deploy -}}
{{- if .Values.certificate.enabled }}{{ include "tiercel.fullname" . }}-certs
{{- else if $server.existingSecret }}{{ $server.existingSecret }}
{{- else if or $server.servercrt $server.serverkey $server.cacrt }}{{ include "tiercel.fullname" . }}-certs
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tiercel.envFrom" -}}
{{- $values := .root.Values -}}
{{- range $section, $variables := .into.secrets }}
- secretRef:
    name: {{ include "tiercel.secretName" (dict "root" $.root "section" $section) }}
{{- end }}
{{- if not (dig "console" "token" "" $values.config) }}
- secretRef:
    name: {{ include "tiercel.apiSecret" .root }}
{{- end }}
{{- range $name, $_ := .into.from }}
- secretRef:
    name: {{ $name }}
{{- end }}
{{- with $values.webui.existingSecret }}
- secretRef:
    name: {{ . }}
{{- end }}
{{- with $values.config.existingSecret }}
- secretRef:
    name: {{ . }}
{{- end }}
{{- with $values.config.extraEnvFrom }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "tiercel.env" -}}
{{- $values := .root.Values -}}
{{- range $variable, $reference := .into.refs }}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef:
      {{- toYaml $reference | nindent 6 }}
{{- end }}
{{- if not (has (toString $values.webui.ttl) (list "0" "" "<nil>")) }}
- name: FALCOSIDEKICK_UI_TTL
  value: {{ $values.webui.ttl | quote }}
{{- end }}
{{- if not (has $values.webui.loglevel (list "info" "")) }}
- name: FALCOSIDEKICK_UI_LOGLEVEL
  value: {{ $values.webui.loglevel | quote }}
{{- end }}
{{- range list "logs" "metrics" "traces" }}
{{- $more := dig "otlp" . "extraenvvars" "" $values.config }}
{{- if kindIs "map" $more }}
{{- range $name, $value := $more }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- else if and $more (kindIs "slice" $more) }}
{{ toYaml $more }}
{{- end }}
{{- end }}
{{- with $values.config.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "tiercel.needsKubernetes" -}}
{{- not (empty (include "tiercel.permissions" .)) -}}
{{- end -}}

{{/* What the outputs that are on may do in the cluster, as rules of a ClusterRole. */}}
{{- define "tiercel.permissions" -}}
{{- $outputs := concat (.Values.config.outputs | default list) (list (merge (dict "type" "policyreport") (.Values.config.policyreport | default dict)) (merge (dict "type" "kubernetesevents") (.Values.config.kubernetesevents | default dict))) -}}
{{- $named := .Values.config.outputs | default list | len -}}
{{- $groups := dict -}}
{{- range $index, $output := $outputs -}}
{{- if ne (toString (dig "enabled" (lt $index $named) $output)) "false" -}}
{{- if eq $output.type "kubernetesevents" }}{{ $_ := set $groups "events" true }}{{ end -}}
{{- if eq $output.type "policyreport" }}{{ $_ := set $groups (dig "api" "" $output | default "wgpolicyk8s.io/v1alpha2" | splitList "/" | first) true }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if hasKey $groups "events" }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
# The events of a pod are shown with it by its uid.
- apiGroups: ['']
  resources: [pods]
  verbs: [get]
{{- end }}
{{- if hasKey $groups "wgpolicyk8s.io" }}
- apiGroups: [wgpolicyk8s.io]
  resources: [policyreports, clusterpolicyreports]
  verbs: [create, get, update]
{{- end }}
{{- if hasKey $groups "openreports.io" }}
- apiGroups: [openreports.io]
  resources: [reports, clusterreports]
  verbs: [create, get, update]
{{- end }}
{{- end -}}
