#!/usr/bin/env bash
# What Flink starts in a pod: its memory comes in FLINK_TM_JVM_MEM_OPTS and in the arguments
set -euo pipefail
here="$(dirname "${BASH_SOURCE[0]}")"
exec "$here/flink-process.sh" taskmanager-of-kubernetes \
  org.apache.flink.kubernetes.taskmanager.KubernetesTaskExecutorRunner "$@"
