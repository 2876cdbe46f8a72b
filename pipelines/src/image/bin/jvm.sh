# What all JVMs of the image share; read by others.

# lib/ in a fixed order: a wildcard would be in the file system's
flink_classpath() {
  local LC_ALL=C jars
  jars="$(printf '%s:' "$FLINK_HOME"/lib/*.jar)"
  printf '%s' "${jars%:}"
}

# Flink looks into a few of the JDK's own packages when it translates a job; a JVM keeps them closed unless told.
# Native libraries lie unpacked in native/. XGBoost and RocksDB unpack theirs to /tmp at each start.
jvm_options() {
  local native="$FLINK_HOME/native"
  local package
  for package in java.lang java.net java.io java.nio sun.nio.ch java.lang.reflect java.text java.time java.util \
    java.util.concurrent java.util.concurrent.atomic java.util.concurrent.locks; do
    printf '%s ' "--add-opens=java.base/$package=ALL-UNNAMED"
  done
  printf '%s ' -Djava.awt.headless=true -Dai.djl.offline=true -DOPT_OUT_TRACKING=true \
    -Dorg.bytedeco.javacpp.pathsFirst=true -Dorg.bytedeco.javacpp.platform.preloadpath="$native" \
    -Dorg.bytedeco.javacpp.platform.linkpath="$native" -Djava.library.path="$native" \
    -Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp -Donnxruntime.native.path="$native" \
    -Datom.home=/opt/atom -Datom.models.cache=/tmp/atom-models
}
export LIGHTGBM_NATIVE_LIB_PATH="${LIGHTGBM_NATIVE_LIB_PATH:-$FLINK_HOME/native}"
export DJL_CACHE_DIR="${DJL_CACHE_DIR:-/tmp/djl}" TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL:-2}"
