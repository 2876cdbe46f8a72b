#!/usr/bin/env bash
# What the container runs: a process of Flink, as the Flink Kubernetes Operator and Flink's own deployments name it, the command
# `atom`, or any other command.
set -euo pipefail

usage() {
  cat <<'TEXT'
What this image runs:
  jobmanager [-Dkey=value ...]       a JobManager that waits for jobs
  taskmanager [-Dkey=value ...]      a TaskManager; jobmanager.rpc.address says of whom
  standalone-job --job-classname C -- ARGUMENT ...
                                     a JobManager for one job of /opt/flink/usrlib; what stands before -- is Flink's,
                                     which would take the job's --config for its own --configDir
  atom COMMAND ...                   the command of ATOM Streams
  COMMAND ...                        anything else, as it stands
Settings: /opt/flink/conf/config.yaml, then FLINK_PROPERTIES (lines "key: value"), then -D.
Needs to write to /tmp and to nothing else.
TEXT
}

# Lines of FLINK_PROPERTIES as -D: the configuration may be mounted where nobody can write.
properties=()
if [ -n "${JOB_MANAGER_RPC_ADDRESS:-}" ]; then
  properties+=("-Djobmanager.rpc.address=$JOB_MANAGER_RPC_ADDRESS")
fi
while IFS= read -r line; do
  case "$line" in
    '' | '#'*) ;;
    *': '*) properties+=("-D${line%%:*}=${line#*: }") ;;
    *)
      echo "docker-entrypoint.sh: FLINK_PROPERTIES: '$line' is no line 'key: value'" >&2
      exit 2
      ;;
  esac
done <<<"${FLINK_PROPERTIES:-}"

case "${1:-help}" in
  help) usage ;;
  jobmanager | taskmanager) exec "/opt/flink/bin/$1.sh" start-foreground "${properties[@]}" "${@:2}" ;;
  standalone-job) exec /opt/flink/bin/standalone-job.sh start-foreground "${properties[@]}" "${@:2}" ;;
  *) exec "$@" ;;
esac
