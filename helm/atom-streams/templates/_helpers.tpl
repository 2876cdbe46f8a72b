{{/* Name of everything of a release. Short enough for Flink: a cluster's id has at most 45 characters, "-monitoring" is 11. */}}
{{- define "atom.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 34 | trimSuffix "-" -}}
{{- else if contains "atom-streams" .Release.Name -}}
{{- .Release.Name | trunc 34 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-atom-streams" .Release.Name | trunc 34 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What selects the pods of a release; never changes between versions. */}}
{{- define "atom.selector" -}}
app.kubernetes.io/name: atom-streams
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "atom.labels" -}}
{{ include "atom.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "atom.image" -}}
{{- $repository := required "image.repository is missing: where the cluster finds the image that ./mvnw -Pimage package builds, such as registry.example.net/atom-streams" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* The jobs, by name: their main classes, and which of the pipelines' files each one reads. */}}
{{- define "atom.jobs" -}}
scoring:
  entryClass: io.atomstreams.pipelines.scoring.ScoringJob
  reads: [scoring]
learning:
  entryClass: io.atomstreams.pipelines.learning.LearningJob
  reads: [learning, scoring]   # the feature list is scoring's
monitoring:
  entryClass: io.atomstreams.pipelines.monitoring.MonitoringJob
  reads: [monitoring]
{{- end -}}

{{/*
A pipeline's settings as its job reads them. They are copied; what .Values.kafka says for all jobs is laid over the
section kafka under the same keys. YAML 1.1, which Helm reads values with, takes the key `on` for the truth value
true: it is written back as it was.
*/}}
{{- define "atom.pipeline" -}}
{{- $common := .root.Values.kafka -}}
{{- $servers := required "kafka.bootstrapServers is missing: one or more brokers, such as kafka-bootstrap.kafka.svc:9092" $common.bootstrapServers -}}
{{- $pipeline := deepCopy .pipeline -}}
{{- $own := $pipeline.kafka | default dict -}}
{{- $kafka := merge (dict) $own (dict "bootstrapServers" $servers) -}}
{{- if $common.topicPrefix -}}
{{- $_ := set $kafka "topicPrefix" $common.topicPrefix -}}
{{- end -}}
{{- $client := merge (dict) ($own.client | default dict) $common.client (include "atom.kafka.client" .root | fromYaml) -}}
{{- if $client -}}
{{- $_ := set $kafka "client" $client -}}
{{- end -}}
{{- $_ := set $pipeline "kafka" $kafka -}}
{{- regexReplaceAll "(?m)^((?:- |  )*)\"true\":" (toYaml $pipeline) "${1}\"on\":" -}}
{{- end -}}

{{/* How Kafka's clients sign in: references that each client resolves from files of mounted secrets. */}}
{{- define "atom.kafka.client" -}}
{{- $kafka := .Values.kafka -}}
{{- $type := $kafka.authentication.type -}}
{{- if ne $type "none" }}
config.providers: directory
config.providers.directory.class: org.apache.kafka.common.config.provider.DirectoryConfigProvider
config.providers.directory.param.allowed.paths: /etc/atom/kafka-user
{{- end }}
{{- if or $kafka.tls.enabled (ne $type "none") }}
security.protocol: {{ ternary "SASL_SSL" "SSL" (eq $type "scram") }}
{{- if $kafka.tls.ca.secretName }}
ssl.truststore.type: PEM
ssl.truststore.location: /etc/atom/kafka-ca/{{ $kafka.tls.ca.key }}
{{- end }}
{{- end }}
{{- if eq $type "scram" }}
sasl.mechanism: {{ $kafka.authentication.scram.mechanism }}
sasl.jaas.config: >-
  org.apache.kafka.common.security.scram.ScramLoginModule required
  username="${directory:/etc/atom/kafka-user:{{ $kafka.authentication.scram.usernameKey }}}"
  password="${directory:/etc/atom/kafka-user:{{ $kafka.authentication.scram.passwordKey }}}";
{{- end }}
{{- if eq $type "mtls" }}
ssl.keystore.type: PEM
ssl.keystore.certificate.chain: ${directory:/etc/atom/kafka-user:{{ $kafka.authentication.mtls.certificateKey }}}
ssl.keystore.key: ${directory:/etc/atom/kafka-user:{{ $kafka.authentication.mtls.privateKeyKey }}}
{{- end }}
{{- end -}}

{{/* The same as a file of client properties, for the command that makes the topics. */}}
{{- define "atom.kafka.properties" -}}
{{- $client := merge (dict) .Values.kafka.client (include "atom.kafka.client" . | fromYaml) -}}
{{- range $name, $value := $client }}
{{ $name }}={{ include "atom.scalar" $value }}
{{- end }}
{{- end -}}

{{/* Where one job's user secret lies: its own, or that of all jobs. */}}
{{- define "atom.kafka.secret" -}}
{{- if dig "kafkaSecretName" "" .job -}}
{{- .job.kafkaSecretName -}}
{{- else -}}
{{- required "kafka.authentication.secretName is missing: the Secret that holds the client's credentials (or one for each principal: jobs.NAME.kafkaSecretName and topics.kafkaSecretName)" .root.Values.kafka.authentication.secretName -}}
{{- end -}}
{{- end -}}

{{- define "atom.kafka.volumes" -}}
{{- if ne .root.Values.kafka.authentication.type "none" }}
- name: kafka-user
  secret:
    secretName: {{ include "atom.kafka.secret" . }}
    defaultMode: 0440
{{- end }}
{{- if .root.Values.kafka.tls.ca.secretName }}
- name: kafka-ca
  secret:
    secretName: {{ .root.Values.kafka.tls.ca.secretName }}
    defaultMode: 0440
    items:
      - key: {{ .root.Values.kafka.tls.ca.key }}
        path: {{ .root.Values.kafka.tls.ca.key }}
{{- end }}
{{- end -}}

{{- define "atom.kafka.mounts" -}}
{{- if ne .Values.kafka.authentication.type "none" }}
- name: kafka-user
  mountPath: /etc/atom/kafka-user
  readOnly: true
{{- end }}
{{- if .Values.kafka.tls.ca.secretName }}
- name: kafka-ca
  mountPath: /etc/atom/kafka-ca
  readOnly: true
{{- end }}
{{- end -}}

{{/* Helm reads every number as a floating one: a whole one is written without exponent. */}}
{{- define "atom.scalar" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}
{{- int64 . -}}
{{- else -}}
{{- toString . -}}
{{- end -}}
{{- end -}}

{{/* The jobs whose registry of models lies on the volume, with commas between. */}}
{{- define "atom.models.local" -}}
{{- $jobs := .Values.jobs -}}
{{- $local := list -}}
{{- range $name, $place := dict "scoring" (dig "scorer" "models" "" $jobs.scoring.pipeline) "learning" ($jobs.learning.pipeline.models | default "") -}}
{{- if and (index $jobs $name).enabled (regexMatch "^(file:)?/+opt/atom/models(/|$)" $place) -}}
{{- $local = append $local $name -}}
{{- end -}}
{{- end -}}
{{- join "," $local -}}
{{- end -}}

{{- define "atom.models.claim" -}}
{{- .Values.models.claimName | default (printf "%s-models" (include "atom.fullname" .)) -}}
{{- end -}}

{{/* Everything durable of one job lies below this. */}}
{{- define "atom.storage" -}}
{{- $values := .root.Values -}}
{{- if eq $values.storage.type "s3" -}}
{{- $uri := required "storage.s3.uri is missing: where checkpoints, savepoints and the data of high availability lie, such as s3://bucket/atom" $values.storage.s3.uri -}}
{{- printf "%s/%s" (trimSuffix "/" $uri) .name -}}
{{- else -}}
{{- printf "file:///opt/atom/state/%s" .name -}}
{{- end -}}
{{- end -}}

{{/* Flink's settings of one job: the chart's, then those of all jobs, then its own. null takes one out. */}}
{{- define "atom.flink" -}}
{{- $values := .root.Values -}}
{{- $base := include "atom.storage" . -}}
{{- $settings := dict
  "execution.checkpointing.dir" (printf "%s/checkpoints" $base)
  "execution.checkpointing.savepoint-dir" (printf "%s/savepoints" $base)
  "taskmanager.numberOfTaskSlots" .job.taskManager.slots
  "kubernetes.taskmanager.service-account" (printf "%s-taskmanager" (include "atom.fullname" .root))
  "metrics.reporter.prometheus.port" 9249
-}}
{{- if $values.highAvailability.enabled -}}
{{- $_ := set $settings "high-availability.type" "kubernetes" -}}
{{- $_ := set $settings "high-availability.storageDir" (printf "%s/ha" $base) -}}
{{- $_ := set $settings "high-availability.kubernetes.leader-election.lease-duration" "10s" -}}
{{- $_ := set $settings "high-availability.kubernetes.leader-election.renew-deadline" "8s" -}}
{{- $_ := set $settings "high-availability.kubernetes.leader-election.retry-period" "2s" -}}
{{- end -}}
{{- if eq $values.storage.type "s3" -}}
{{- if $values.storage.s3.endpoint -}}
{{- $_ := set $settings "s3.endpoint" $values.storage.s3.endpoint -}}
{{- end -}}
{{- $_ := set $settings "s3.path.style.access" $values.storage.s3.pathStyle -}}
{{- /* variables, then a service account's role, then the machine's; static keys are not among them, on purpose */ -}}
{{- $_ := set $settings "fs.s3a.aws.credentials.provider" "com.amazonaws.auth.DefaultAWSCredentialsProviderChain" -}}
{{- /* how long it tries; the reasons are in flink-conf/profiles/s3.yaml */ -}}
{{- $_ := set $settings "s3.connection.maximum" 64 -}}
{{- $_ := set $settings "s3.connection.establish.timeout" 3000 -}}
{{- $_ := set $settings "s3.connection.timeout" 30000 -}}
{{- $_ := set $settings "s3.attempts.maximum" 5 -}}
{{- $_ := set $settings "s3.retry.limit" 5 -}}
{{- $_ := set $settings "s3.retry.throttle.limit" 3 -}}
{{- $_ := set $settings "s3.retry.throttle.interval" "500ms" -}}
{{- $_ := set $settings "fs.s3a.directory.marker.retention" "keep" -}}
{{- end -}}
{{- range $key, $value := .job.autoscaler -}}
{{- $_ := set $settings (printf "job.autoscaler.%s" $key) $value -}}
{{- end -}}
{{- range $layer := list $values.flink .job.flink -}}
{{- range $key, $value := $layer -}}
{{- if kindIs "invalid" $value -}}
{{- $_ := unset $settings $key -}}
{{- else -}}
{{- $_ := set $settings $key $value -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $key, $value := $settings }}
{{ $key }}: {{ include "atom.scalar" $value | quote }}
{{- end }}
{{- end -}}

{{/* As Kubernetes' profile "restricted" wants it. */}}
{{- define "atom.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* Uid of the image's user flink. */}}
{{- define "atom.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 9999
runAsGroup: 9999
fsGroup: 9999
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* Ports of Kafka's brokers: those of the bootstrap servers, and those that the brokers tell clients beside them. */}}
{{- define "atom.kafka.ports" -}}
{{- $ports := list -}}
{{- range $server := splitList "," .Values.kafka.bootstrapServers -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (trim $server) | int) -}}
{{- end -}}
{{- range $port := .Values.networkPolicy.kafka.ports -}}
{{- $ports = append $ports (int $port) -}}
{{- end -}}
{{- $ports | uniq | toJson -}}
{{- end -}}
