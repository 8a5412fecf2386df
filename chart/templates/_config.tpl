{{/*
Splits `config` into what may be read by everybody, credentials, and references to Secrets of others.
Takes {root, into}; fills into.file, into.secrets (by output, by variable) and into.refs (by variable).
*/}}
{{- define "tiercel.config" -}}
{{- $values := .root.Values -}}
{{- $config := deepCopy $values.config -}}
{{- range list "existingSecret" "extraEnv" "extraEnvFrom" "extraArgs" }}{{ $_ := unset $config . }}{{ end -}}
{{- range $path, $name := .root.Files.Get "files/renamed.yaml" | fromYaml -}}
  {{- include "tiercel.config.rename" (dict "in" $config "path" (splitList "." $path) "name" $name) -}}
{{- end -}}
{{- $journal := merge (dict) ($config.journal | default dict) (dict "path" "/var/lib/tiercel") -}}
{{- $_ := set $config "journal" $journal -}}
{{- $console := $config.console | default dict -}}
{{- $ui := $values.webui -}}
{{- if not $ui.enabled }}{{ $console = merge (dict) $console (dict "listenaddress" "127.0.0.1") }}{{ end -}}
{{- if $ui.disableauth }}{{ $console = merge (dict "auth" "none" "allowanyone" true) $console }}{{ end -}}
{{- if and $ui.user (ne $ui.user "admin:admin") }}{{ $console = merge (dict) $console (dict "user" $ui.user) }}{{ end -}}
{{- with include "tiercel.consoleUrl" .root }}{{ $console = merge (dict) $console (dict "url" .) }}{{ end -}}
{{- $_ := set $config "console" $console -}}
{{- if dig "tlsserver" "deploy" false $config -}}
  {{- $paths := dig "tlsserver" "notlspaths" "" $config -}}
  {{- if kindIs "string" $paths }}{{ $paths = compact (splitList "," (nospace $paths)) }}{{ end -}}
  {{- $_ := set $config.tlsserver "notlspaths" (concat $paths (list "/livez" "/readyz" "/metrics") | uniq) -}}
  {{- if $values.certificate.enabled -}}
    {{- $_ := set $config.tlsserver "certfile" "/etc/certs/server/tls.crt" -}}
    {{- $_ := set $config.tlsserver "keyfile" "/etc/certs/server/tls.key" -}}
  {{- end -}}
{{- end -}}
{{- $known := .root.Files.Get "files/credentials.yaml" | fromYaml -}}
{{- include "tiercel.config.walk" (dict "in" $config "out" .into.file "path" "" "section" "global" "secret" false "known" $known "into" .into) -}}
{{- end -}}

{{/* Gives a value of Falcosidekick's chart the name it has in the configuration; without a name it is the chart's alone. */}}
{{- define "tiercel.config.rename" -}}
{{- $key := first .path -}}
{{- if hasKey .in $key -}}
  {{- if gt (len .path) 1 -}}
    {{- if kindIs "map" (get .in $key) -}}
      {{- include "tiercel.config.rename" (dict "in" (get .in $key) "path" (rest .path) "name" .name) -}}
    {{- end -}}
  {{- else -}}
    {{- if and .name (not (hasKey .in .name)) }}{{ $_ := set .in .name (get .in $key) }}{{ end -}}
    {{- $_ := unset .in $key -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "tiercel.config.walk" -}}
{{- $at := . -}}
{{- range $key, $value := .in -}}
  {{- $path := ternary $key (printf "%s.%s" $at.path $key) (eq $at.path "") -}}
  {{- $variable := $path | upper | replace "." "_" | replace "-" "_" -}}
  {{- $section := ternary $key $at.section (and (eq $at.path "") (kindIs "map" $value)) -}}
  {{- $secret := or $at.secret (has (lower $path) $at.known.options) -}}
  {{- if kindIs "map" $value -}}
    {{- if hasKey $value "secretKeyRef" -}}
      {{- $_ := set $at.into.refs $variable $value.secretKeyRef -}}
      {{- $_ := set $at.out $key (dict "env" $variable) -}}
    {{- else if and (eq (len $value) 1) (or (hasKey $value "env") (hasKey $value "file")) -}}
      {{- $_ := set $at.out $key $value -}}
    {{- else -}}
      {{- $inner := dict -}}
      {{- with $value.existingSecret }}{{ $_ := set $at.into.from . true }}{{ end -}}
      {{- include "tiercel.config.walk" (dict "in" (omit $value "existingSecret") "out" $inner "path" $path "section" $section "secret" $secret "known" $at.known "into" $at.into) -}}
      {{- if $inner }}{{ $_ := set $at.out $key $inner }}{{ end -}}
    {{- end -}}
  {{- else if and (eq $path "outputs") (kindIs "slice" $value) -}}
    {{- $list := list -}}
    {{- range $index, $entry := $value -}}
      {{- $inner := dict -}}
      {{- $name := default (printf "%s-%d" $entry.type $index) $entry.name -}}
      {{- $own := dict "options" list -}}
      {{- range $at.known.options -}}
        {{- if hasPrefix (printf "%s." $entry.type) . -}}
          {{- $_ := set $own "options" (append $own.options (printf "outputs.%s.%s" (lower $name) (trimPrefix (printf "%s." $entry.type) .))) -}}
        {{- end -}}
      {{- end -}}
      {{- with $entry.existingSecret }}{{ $_ := set $at.into.from . true }}{{ end -}}
      {{- include "tiercel.config.walk" (dict "in" (omit $entry "existingSecret") "out" $inner "path" (printf "outputs.%s" $name) "section" $name "secret" false "known" $own "into" $at.into) -}}
      {{- $list = append $list $inner -}}
    {{- end -}}
    {{- $_ := set $at.out $key $list -}}
  {{- else if or (kindIs "invalid" $value) (eq (toString $value) "") -}}
  {{- else if or $secret (regexMatch "://[^/@ ]*:[^/@ ]*@" (toString $value)) -}}
    {{- $named := get $at.into.secrets $section | default dict -}}
    {{- $_ := set $named $variable (toString $value) -}}
    {{- $_ := set $at.into.secrets $section $named -}}
    {{- $_ := set $at.out $key (dict "env" $variable) -}}
  {{- else if and (kindIs "float64" $value) (eq (floor $value) $value) -}}
    {{- $_ := set $at.out $key (int64 $value) -}}
  {{- else -}}
    {{- $_ := set $at.out $key $value -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/* Where people reach the console, as far as the chart knows. */}}
{{- define "tiercel.consoleUrl" -}}
{{- $ui := .Values.webui -}}
{{- if and $ui.enabled $ui.ingress.enabled $ui.ingress.hosts -}}
{{ ternary "https" "http" (not (empty $ui.ingress.tls)) }}://{{ (first $ui.ingress.hosts).host }}
{{- else if and $ui.enabled $ui.httproute.enabled $ui.httproute.hostnames (not (hasPrefix "*" (first $ui.httproute.hostnames))) -}}
https://{{ tpl (first $ui.httproute.hostnames) . }}
{{- end -}}
{{- end -}}

{{/* The name of the Secret of an output. */}}
{{- define "tiercel.secretName" -}}
{{- printf "%s-%s" (include "tiercel.fullname" .root) (.section | lower | replace "." "-" | replace "_" "-") | trunc 63 | trimSuffix "-" -}}
{{- end -}}
