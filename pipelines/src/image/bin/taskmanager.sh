#!/usr/bin/env bash
# A TaskManager: taskmanager.sh start-foreground [-Dkey=value ...]
set -euo pipefail
[ "${1:-}" = start-foreground ] || { echo "$(basename "$0"): a container runs one process: start-foreground is all there is" >&2; exit 2; }
here="$(dirname "${BASH_SOURCE[0]}")"
exec "$here/flink-process.sh" taskmanager org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
  --configDir "${FLINK_CONF_DIR:-/opt/flink/conf}" "${@:2}"
