#!/usr/bin/env bash
# A JobManager for one job of usrlib/: standalone-job.sh start-foreground --job-classname CLASS [ARGUMENT ...]
set -euo pipefail
[ "${1:-}" = start-foreground ] || { echo "$(basename "$0"): a container runs one process: start-foreground is all there is" >&2; exit 2; }
here="$(dirname "${BASH_SOURCE[0]}")"
exec "$here/flink-process.sh" jobmanager org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint \
  --configDir "${FLINK_CONF_DIR:-/opt/flink/conf}" "${@:2}"
