{{/*
What the principal of one job needs on the brokers. acls.json has the topics that each job uses whatever its settings are; a
test holds what comes out here against the jobs' own account. To describe what one may read or write comes with it.
*/}}
{{- define "atom.acls" -}}
{{- $all := .root.Files.Get "acls.json" | fromJson -}}
{{- $kafka := .job.pipeline.kafka -}}
{{- $prefix := .root.Values.kafka.topicPrefix | default ($kafka.topicPrefix | default "") -}}
{{- $topics := dict -}}
{{- range $topic, $operations := index $all .name -}}
{{- $_ := set $topics (print $prefix $topic) $operations -}}
{{- end -}}
{{- $read := list -}}
{{- range ($kafka.mapped | default list) -}}{{- $read = append $read .topic -}}{{- end -}}
{{- if eq .name "monitoring" -}}
{{- range .job.pipeline.profiles.topics -}}
{{- $read = append $read (ternary (print $prefix .) . (has . $all.platform)) -}}
{{- end -}}
{{- end -}}
{{- range $read -}}
{{- $_ := set $topics . (get $topics . | default list | concat (list "Read") | uniq) -}}
{{- end -}}
acls:
  {{- range $topic, $operations := $topics }}
  - type: topic
    name: {{ $topic | quote }}
    pattern: literal
    operations: {{ toJson $operations }}
  {{- end }}
  - type: group
    name: {{ $kafka.groupId | quote }}
    pattern: literal
    operations: ["Read"]
  - type: transactionalId
    name: {{ printf "%s-" $kafka.transactionalIdPrefix | quote }}
    pattern: prefix
    operations: ["Write"]
  - type: cluster
    operations: ["DescribeConfigs"]
{{- end -}}
