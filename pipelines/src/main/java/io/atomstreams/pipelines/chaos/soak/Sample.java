package io.atomstreams.pipelines.chaos.soak;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One look at everything.
 *
 * @param at seconds since the first event
 * @param sent events in all
 * @param settled of those, how many have their outcome: a feature record or a dead letter, seen by
 *     a reader who does not wait for transactions
 * @param perSecond outcomes a second since the look before
 * @param p50Millis of the predictions since the look before, from the moment the source read the
 *     event to the moment such a reader has its prediction
 * @param residentBytes of each process; 0 if it is not alive, or where the system does not tell
 * @param jvm of each TaskManager that its JobManager knows something of
 * @param predictions since the look before, by the version that made them
 * @param stoodIn of those, how many another than the version in force had to make
 */
public record Sample(
    double at,
    long sent,
    long settled,
    double perSecond,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    Map<String, Long> residentBytes,
    Map<String, Jvm> jvm,
    Job job,
    Map<String, Long> predictions,
    long stoodIn) {

  /**
   * Memory that a JVM says it uses at that moment; of the heap, what is garbage too.
   *
   * @param collectedMillis time it has spent on collecting garbage, in all
   */
  public record Jvm(long heapBytes, long nonHeapBytes, long directBytes, long collectedMillis) {}

  /**
   * What the cluster says of the job.
   *
   * @param running whether all of its tasks do
   * @param stateBytes in its latest checkpoint
   */
  public record Job(
      boolean running, long restarts, long checkpoints, long failedCheckpoints, long stateBytes) {}

  public Sample {
    residentBytes = Collections.unmodifiableMap(new TreeMap<>(residentBytes));
    jvm = Collections.unmodifiableMap(new TreeMap<>(jvm));
    predictions = Collections.unmodifiableMap(new TreeMap<>(predictions));
  }

  /** Events without an outcome yet. */
  public long lag() {
    return sent - settled;
  }
}
