package io.atomstreams.pipelines.simulator;

import java.util.Map;

/**
 * What was handed out so far, by what is wrong with it.
 *
 * @param records all of them
 * @param byFault records by fault; sums up to {@code records}
 */
public record SimulatorTruth(long records, Map<Fault, Long> byFault) {

  public SimulatorTruth {
    byFault = Map.copyOf(byFault);
  }

  public long of(Fault fault) {
    return byFault.getOrDefault(fault, 0L);
  }

  /** Records that the customers caused: good ones, delayed ones and unusual orders. */
  public long caused() {
    long sum = 0;
    for (Map.Entry<Fault, Long> entry : byFault.entrySet()) {
      sum += entry.getKey().isExtra() ? 0 : entry.getValue();
    }
    return sum;
  }
}
