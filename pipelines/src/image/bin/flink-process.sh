#!/usr/bin/env bash
# Becomes a process of Flink: flink-process.sh ROLE CLASS [ARGUMENT ...], ROLE being jobmanager, taskmanager or
# taskmanager-of-kubernetes. Memory is what Flink's own arithmetic says.
set -euo pipefail

role="$1"
class="$2"
shift 2
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export FLINK_HOME="$home"
export FLINK_CONF_DIR="${FLINK_CONF_DIR:-$home/conf}"
export FLINK_LIB_DIR="$home/lib" FLINK_PLUGINS_DIR="$home/plugins" FLINK_BIN_DIR="$home/bin"
export FLINK_LOG_DIR="${FLINK_LOG_DIR:-$home/log}"

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
. "$home/bin/jvm.sh"
classpath="$(flink_classpath)"

# Answers of Flink's tool have a mark before them; all else is its log
ask() {
  local said
  if ! said="$("$java" -XX:TieredStopAtLevel=1 -Xmx128m -Dlog4j2.level=WARN -Dlog4j2.disable.jmx=true \
    -cp "$classpath" org.apache.flink.runtime.util.bash.BashJavaUtils "$@" 2>&1)"; then
    printf '%s\n' "$said" >&2
    echo "flink-process.sh: Flink finds fault with its settings in $FLINK_CONF_DIR, see above" >&2
    exit 1
  fi
  sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p' <<<"$said"
}

# -D of the command line count for the memory too
dynamic=()
for argument in "$@"; do
  case "$argument" in -D*) dynamic+=("$argument") ;; esac
done

# Flink's words for options of the JVM; asked for only where somebody has written some
options=""
if grep -qs 'opts' "$FLINK_CONF_DIR/config.yaml" || [[ " ${dynamic[*]} " == *" -Denv.java."* ]]; then
  settings="$(ask UPDATE_AND_GET_FLINK_CONFIGURATION -flatten --configDir "$FLINK_CONF_DIR" "${dynamic[@]}")"
  for key in default-opts.all "default-opts.${role%%-*}" opts.all "opts.${role%%-*}"; do
    value="$(sed -n "s/^env\.java\.$key: //p" <<<"$settings" | tail -n 1)"
    case "$value" in \"*\" | \'*\') value="${value:1:-1}" ;; esac
    options="$options $value"
  done
fi

arguments=("$@")
case "$role" in
  jobmanager | taskmanager)
    kind=JM
    [ "$role" = jobmanager ] || kind=TM
    resources="$(ask "GET_${kind}_RESOURCE_PARAMS" --configDir "$FLINK_CONF_DIR" "${dynamic[@]}")"
    memory="$(sed -n 1p <<<"$resources")"
    read -r -a sizes <<<"$(sed -n 2p <<<"$resources")"
    arguments=("${sizes[@]}" "${arguments[@]}")
    ;;
  taskmanager-of-kubernetes) memory="${FLINK_TM_JVM_MEM_OPTS:-}" ;;
  *)
    echo "flink-process.sh: there is no role $role" >&2
    exit 2
    ;;
esac

# RocksDB and TensorFlow allocate from many threads: glibc's allocator keeps what they free, and the process grows
allocator=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2
if [ "${DISABLE_JEMALLOC:-false}" != true ] && [ -e "$allocator" ]; then
  export LD_PRELOAD="$allocator${LD_PRELOAD:+:$LD_PRELOAD}"
fi

logging="$FLINK_CONF_DIR/log4j-console.properties"
[ -e "$logging" ] || logging="$home/conf/log4j-console.properties"
# shellcheck disable=SC2086 # lists of words
exec "$java" $memory $(jvm_options) -Dlog.file="$FLINK_LOG_DIR/flink.log" \
  -Dlog4j.configurationFile="file:$logging" -Dlog4j.configuration="file:$logging" \
  $options -cp "$classpath" "$class" "${arguments[@]}"
