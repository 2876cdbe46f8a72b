package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.state.api.runtime.SavepointLoader;

/**
 * How many bytes of a savepoint an entity takes: the scoring job takes in a workload and is stopped
 * with a savepoint in Flink's canonical format; its keyed state, timers and the copy of each key in
 * it included, is divided by the number of different entities the workload drew.
 */
public final class StateSize {

  private static final String PREFIX = SustainedRun.PREFIX;

  private StateSize() {}

  /** Figures by name; those of products only where features are of products. */
  public static Map<String, Double> measure(Bench.Options options, Consumer<String> news) {
    try (BenchCluster cluster = BenchCluster.start(options, EmbeddedKafka.Settings.temporary())) {
      cluster.createTopics(PREFIX);
      Workload workload = options.workload();
      news.accept("writing %,d events, %s".formatted(workload.events(), workload.sentence()));
      BenchEvents events = new BenchEvents(workload);
      try (EventProducer producer = new EventProducer(cluster.client(), PREFIX)) {
        events.forEachRemaining(producer::send);
      }
      return figures(keyedBytes(savepoint(cluster, options)), events, workload.events());
    }
  }

  private static String savepoint(BenchCluster cluster, Bench.Options options) {
    JobID job = SustainedRun.run(cluster, options.config());
    try (LogEnd features = new LogEnd(cluster.client(), Topic.FEATURES.in(PREFIX))) {
      features.await(options.workload().events());
    }
    return cluster.stop(job);
  }

  /** Bytes of keyed state by the operators' names. */
  static Map<String, Long> keyedBytes(String savepoint) {
    Map<String, Long> bytes = new HashMap<>();
    try {
      for (OperatorState state :
          SavepointLoader.loadSavepointMetadata(savepoint).getOperatorStates()) {
        String name = state.getOperatorUid().orElse(state.getOperatorID().toString());
        bytes.put(name, state.getStates().stream().mapToLong(StateSize::keyedBytes).sum());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the savepoint " + savepoint + " cannot be read", e);
    }
    return bytes;
  }

  private static long keyedBytes(OperatorSubtaskState subtask) {
    long bytes = 0;
    for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
      bytes += handle.getStateSize();
    }
    for (KeyedStateHandle handle : subtask.getRawKeyedState()) {
      bytes += handle.getStateSize();
    }
    return bytes;
  }

  static Map<String, Double> figures(Map<String, Long> bytes, BenchEvents events, long count) {
    Map<String, Double> figures = new LinkedHashMap<>();
    add(figures, "customer", bytes.get("features"), events.customersDrawn(), count);
    if (bytes.containsKey("entities")) {
      add(figures, "product", bytes.get("entities"), events.productsDrawn(), count);
    }
    return figures;
  }

  private static void add(
      Map<String, Double> figures, String entity, long bytes, long keys, long events) {
    figures.put(entity + "s", (double) keys);
    figures.put("eventsPer" + capital(entity), (double) events / keys);
    figures.put("savepointBytesPer" + capital(entity), (double) bytes / keys);
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
