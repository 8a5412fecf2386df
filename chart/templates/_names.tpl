{{- define "tiercel.name" -}}
{{- if not (and .Values.api .Values.persistence) -}}
{{- fail "\n\n  The defaults of this chart are missing, as after an upgrade from another chart with --reuse-values.\n  Use --reset-then-reuse-values, or give your values by -f.\n" -}}
{{- end -}}
{{- default "falcosidekick" .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* As Helm's charts have it: the release alone where it says the name already. */}}
{{- define "tiercel.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "tiercel.name" .) .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "tiercel.name" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The labels that Falcosidekick's chart selects by. */}}
{{- define "tiercel.selector" -}}
app.kubernetes.io/name: {{ include "tiercel.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: core
{{- end -}}

{{- define "tiercel.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "tiercel.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/part-of: {{ include "tiercel.name" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.customLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Takes {root, name, namespace, labels, annotations}; all but root may be left out. */}}
{{- define "tiercel.metadata" -}}
name: {{ .name | default (include "tiercel.fullname" .root) }}
namespace: {{ .namespace | default .root.Release.Namespace }}
labels:
  {{- merge (dict) (.labels | default dict) (include "tiercel.labels" .root | fromYaml) | toYaml | nindent 2 }}
{{- with merge (dict) (.annotations | default dict) .root.Values.customAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Falcosidekick's image, which values that are taken over may name, has neither /livez nor a journal: it gives way to ours. */}}
{{- define "tiercel.image" -}}
{{- $image := .Values.image -}}
{{- if eq $image.repository "falcosecurity/falcosidekick" -}}
  {{- $registry := ternary "ghcr.io" $image.registry (eq $image.registry "docker.io") -}}
  {{- $image = dict "registry" $registry "repository" "tiercel/tiercel" "tag" "" "digest" "" -}}
{{- end -}}
{{- $tag := printf ":%s" (toString ($image.tag | default .Chart.AppVersion)) -}}
{{- with $image.digest }}{{ $tag = printf "@%s" . }}{{ end -}}
{{- with $image.registry }}{{ . }}/{{ end }}{{ $image.repository }}{{ $tag }}
{{- end -}}

{{- define "tiercel.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "tiercel.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "tiercel.apiSecret" -}}
{{- .Values.api.existingSecret | default (printf "%s-api" (include "tiercel.fullname" .)) -}}
{{- end -}}

{{/* Deployment where nothing is on disk, so that any pod does. */}}
{{- define "tiercel.kind" -}}
{{- if eq (dig "journal" "durability" "disk" .Values.config) "memory" -}}Deployment{{- else -}}StatefulSet{{- end -}}
{{- end -}}
