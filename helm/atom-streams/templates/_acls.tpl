{{/* What the principal of one job needs on the brokers. acls.json lists the topics; a test holds it against the code. */}}
{{- define "atom.acls" -}}
{{- $topics := index (.root.Files.Get "acls.json" | fromJson) .name -}}
{{- $kafka := .job.pipeline.kafka -}}
{{- $prefix := .root.Values.kafka.topicPrefix | default ($kafka.topicPrefix | default "") -}}
{{- $read := list -}}
{{- range $topics.read -}}{{- $read = append $read (print $prefix .) -}}{{- end -}}
{{- range ($kafka.mapped | default list) -}}{{- $read = append $read .topic -}}{{- end -}}
{{- if eq .name "monitoring" -}}
{{- $ours := $topics.platform -}}
{{- range .job.pipeline.profiles.topics -}}
{{- $read = append $read (ternary (print $prefix .) . (has . $ours)) -}}
{{- end -}}
{{- end -}}
{{- $write := list -}}
{{- range $topics.write -}}{{- $write = append $write (print $prefix .) -}}{{- end -}}
acls:
  {{- range concat $read $write | uniq | sortAlpha }}
  - type: topic
    name: {{ . | quote }}
    pattern: literal
    operations: [Describe{{ if has . $read }}, Read{{ end }}{{ if has . $write }}, Write{{ end }}]
  {{- end }}
  - type: group
    name: {{ $kafka.groupId | quote }}
    pattern: literal
    operations: [Describe, Read]
  - type: transactionalId
    name: {{ $kafka.transactionalIdPrefix | quote }}
    pattern: prefix
    operations: [Describe, Write]
  - type: cluster
    operations: [DescribeConfigs]
{{- end -}}
