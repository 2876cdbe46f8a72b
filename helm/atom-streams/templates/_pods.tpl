{{/* What pods of both kinds have. The operator lays the template of a kind over it, containers by their place. */}}
{{- define "atom.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels:
    {{- include "atom.selector" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .name }}
    {{- with $values.pod.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    {{- /* a changed setting is a changed pod: the operator takes a savepoint and starts the job with it */}}
    atom-streams.io/settings: {{ include "atom.settings" . | sha256sum }}
    {{- with $values.pod.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- with $values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  securityContext:
    {{- include "atom.podSecurityContext" .root | nindent 4 }}
  terminationGracePeriodSeconds: 60
  {{- with $values.pod.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $values.pod.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.pod.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: flink-main-container
      securityContext:
        {{- include "atom.securityContext" .root | nindent 8 }}
      ports:
        - name: metrics
          containerPort: 9249
          protocol: TCP
      {{- with include "atom.env" . | trim }}
      env:
        {{- . | nindent 8 }}
      {{- end }}
      volumeMounts:
        - name: scratch
          mountPath: /tmp
        - name: logs
          mountPath: /opt/flink/log
        - name: settings
          mountPath: /etc/atom/conf
          readOnly: true
        {{- if eq $values.storage.type "volume" }}
        - name: state
          mountPath: /opt/atom/state
        {{- end }}
        {{- if has .name (include "atom.models.local" .root | splitList ",") }}
        - name: models
          mountPath: /opt/atom/models
          readOnly: {{ ne .name "learning" }}
        {{- end }}
        {{- with include "atom.kafka.mounts" .root | trim }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- range .job.secretMounts }}
        - name: secret-{{ .secretName }}
          mountPath: {{ .mountPath }}
          readOnly: true
        {{- end }}
  volumes:
    - name: scratch
      emptyDir:
        sizeLimit: {{ .job.scratch }}
    - name: logs
      emptyDir:
        sizeLimit: 1Gi
    - name: settings
      configMap:
        name: {{ .cluster }}-settings
        items:
          {{- range .about.reads }}
          - key: {{ . }}.yaml
            path: pipelines/{{ . }}.yaml
          {{- end }}
          {{- range $id, $text := include "atom.labels.files" .root | fromYaml }}
          - key: label.{{ $id }}.yaml
            path: labels/{{ $id }}.yaml
          {{- end }}
          {{- range $file, $text := $values.mappings }}
          - key: mapping.{{ $file }}
            path: mappings/{{ $file }}
          {{- end }}
          {{- range $file, $text := $values.models.trustedKeys }}
          - key: key.{{ $file }}
            path: keys/{{ $file }}
          {{- end }}
    {{- if eq $values.storage.type "volume" }}
    - name: state
      persistentVolumeClaim:
        claimName: {{ $values.storage.volume.claimName | default (printf "%s-state" (include "atom.fullname" .root)) }}
    {{- end }}
    {{- if has .name (include "atom.models.local" .root | splitList ",") }}
    - name: models
      persistentVolumeClaim:
        claimName: {{ include "atom.models.claim" .root }}
    {{- end }}
    {{- with include "atom.kafka.volumes" . | trim }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- range .job.secretMounts }}
    - name: secret-{{ .secretName }}
      secret:
        secretName: {{ .secretName }}
        defaultMode: 0440
    {{- end }}
{{- end -}}

{{/* The variables of a job's processes: S3's credentials, and the job's own. */}}
{{- define "atom.env" -}}
{{- $s3 := .root.Values.storage.s3 -}}
{{- if $s3.credentials.secretName }}
- name: AWS_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef:
      name: {{ $s3.credentials.secretName }}
      key: {{ $s3.credentials.accessKeyIdKey }}
- name: AWS_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ $s3.credentials.secretName }}
      key: {{ $s3.credentials.secretAccessKeyKey }}
{{- end }}
{{- with .job.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "atom.jobmanager.pod" -}}
spec:
  containers:
    - name: flink-main-container
      {{- /* a port that takes connections is life: plain or by TLS, leading or standing by. What hangs, heartbeats find */}}
      startupProbe:
        tcpSocket: {port: 8081}
        periodSeconds: 5
        failureThreshold: 60
      livenessProbe:
        tcpSocket: {port: 8081}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
  {{- if gt (int .job.jobManager.replicas) 1 }}
  {{- include "atom.spread" (dict "cluster" .cluster "component" "jobmanager" "key" "kubernetes.io/hostname") | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "atom.taskmanager.pod" -}}
spec:
  containers:
    - name: flink-main-container
      startupProbe:
        tcpSocket: {port: 6122}
        periodSeconds: 5
        failureThreshold: 60
      livenessProbe:
        tcpSocket: {port: 6122}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      {{- with .job.taskManager.gpu }}
      {{- if gt (int .count) 0 }}
      {{- /* Flink sets memory and processors itself and keeps what else stands here */}}
      resources:
        limits:
          {{ .resource }}: {{ int .count | quote }}
      {{- end }}
      {{- end }}
  {{- with .job.taskManager.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .job.taskManager.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- include "atom.spread" (dict "cluster" .cluster "component" "taskmanager" "key" .root.Values.pod.spreadOver) | nindent 2 }}
{{- end -}}

{{/* Flink labels its pods with app and component. A pod that cannot be spread runs all the same. */}}
{{- define "atom.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: {{ .key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        app: {{ .cluster }}
        component: {{ .component }}
{{- end -}}
