{{/* Files of labels: those of the chart, over them those of the values. */}}
{{- define "atom.labels.files" -}}
{{- $files := dict -}}
{{- range $path, $bytes := .Files.Glob "labels/*.yaml" -}}
{{- $_ := set $files (base $path | trimSuffix ".yaml") (toString $bytes) -}}
{{- end -}}
{{- range $id, $text := .Values.labels -}}
{{- $_ := set $files $id $text -}}
{{- end -}}
{{- toYaml $files -}}
{{- end -}}

{{/* All files that a job reads, as the data of its ConfigMap. */}}
{{- define "atom.settings" -}}
{{- $root := .root -}}
{{- range .about.reads }}
{{ . }}.yaml: |
  {{- include "atom.pipeline" (dict "root" $root "pipeline" (index $root.Values.jobs .).pipeline) | nindent 2 }}
{{- end }}
{{- range $id, $text := include "atom.labels.files" $root | fromYaml }}
label.{{ $id }}.yaml: |
  {{- $text | nindent 2 }}
{{- end }}
{{- range $file, $text := $root.Values.mappings }}
mapping.{{ $file }}: |
  {{- $text | nindent 2 }}
{{- end }}
{{- range $file, $text := $root.Values.models.trustedKeys }}
key.{{ $file }}: |
  {{- $text | nindent 2 }}
{{- end }}
{{- end -}}
