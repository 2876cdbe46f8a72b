{{/* Values end up in ConfigMaps, which many may read: a secret in them is refused. */}}
{{- define "atom.check.client" -}}
{{- $at := .at -}}
{{- range $name, $value := .settings -}}
{{- $text := toString $value -}}
{{- $open := and (regexMatch "(password|secret|token|keystore\\.key)$" $name) (not (regexMatch "^\\$\\{[a-z]+:[^}]+\\}$" $text)) -}}
{{- $words := regexReplaceAll "\\$\\{[a-z]+:[^}]+\\}" $text "" -}}
{{- $jaas := and (hasSuffix "sasl.jaas.config" $name) (regexMatch "(?i)(password|secret|token) *= *(\"[^\"]|'[^']|[^\"' ;])" $words) -}}
{{- if or $open $jaas -}}
{{- fail (printf "%s.%s holds a secret in plain text; put a reference there, such as ${directory:/etc/atom/kafka-user:password}, or use kafka.authentication" $at $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Flink's settings are in the FlinkDeployment and in the web UI. */}}
{{- define "atom.check.flink" -}}
{{- $at := .at -}}
{{- range $name, $value := .settings -}}
{{- if regexMatch "(access[.-]key|secret[.-]key|session[.-]token|password)$" $name -}}
{{- fail (printf "%s.%s is a secret, and Flink shows its settings; S3's credentials go by storage.s3.credentials.secretName, others by env or secretMounts" $at $name) -}}
{{- end -}}
{{- if has $name (list "kubernetes.cluster-id" "kubernetes.namespace" "kubernetes.service-account" "jobmanager.memory.process.size" "taskmanager.memory.process.size" "parallelism.default") -}}
{{- fail (printf "%s.%s is set by the operator from the values of the job" $at $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
