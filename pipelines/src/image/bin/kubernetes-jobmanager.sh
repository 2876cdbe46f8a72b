#!/usr/bin/env bash
# What Flink starts in a pod: kubernetes-jobmanager.sh kubernetes-application|kubernetes-session [ARGUMENT ...]
set -euo pipefail
case "${1:-}" in
  kubernetes-application) class=KubernetesApplicationClusterEntrypoint ;;
  kubernetes-session) class=KubernetesSessionClusterEntrypoint ;;
  *)
    echo "kubernetes-jobmanager.sh: kubernetes-application or kubernetes-session, not '${1:-}'" >&2
    exit 2
    ;;
esac
here="$(dirname "${BASH_SOURCE[0]}")"
exec "$here/flink-process.sh" jobmanager "org.apache.flink.kubernetes.entrypoint.$class" "${@:2}"
