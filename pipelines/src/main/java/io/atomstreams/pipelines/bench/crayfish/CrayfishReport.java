package io.atomstreams.pipelines.bench.crayfish;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run measured, by name, in the order to be shown. Rates and CPU are of the measured window;
 * {@code decode…}, {@code score…} and {@code writeMicrosPerEvent} are wall time of the subtask's
 * thread, so that on a machine with more work than cores their sum may be more than the CPU.
 */
public record CrayfishReport(Map<String, Double> values) {

  public CrayfishReport {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
