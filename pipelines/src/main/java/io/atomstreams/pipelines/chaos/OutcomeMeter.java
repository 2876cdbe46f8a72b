package io.atomstreams.pipelines.chaos;

import io.atomstreams.operators.event.Prediction;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.LatencyHistogram;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads every outcome as it comes, without waiting for transactions, and counts: feature records
 * and dead letters, one of which each input has, and predictions by version, with how long they
 * took. While a job is never restarted the counts are exact; what it writes again after a failure
 * counts again. A thread of its own.
 */
final class OutcomeMeter implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * Predictions since the interval before.
   *
   * @param latency from the source's reading of the event to its prediction's reading here
   * @param byVersion how many each version made
   * @param stoodIn those that another than the assigned version made, the base rate among them
   */
  record Interval(LatencyHistogram latency, Map<String, Long> byVersion, long stoodIn) {}

  private final TopicReader reader;
  private final String predictions;
  private final Thread thread = new Thread(this::follow, "outcomes");

  private volatile boolean stopped;
  private volatile RuntimeException failure;

  private long settled;
  private LatencyHistogram latency = empty();
  private Map<String, Long> byVersion = new HashMap<>();
  private final Map<String, Long> allByVersion = new HashMap<>();
  private long stoodIn;

  /** From the beginning of topics that exist. */
  OutcomeMeter(Map<String, String> client, String prefix) {
    predictions = Topic.PREDICTIONS.in(prefix);
    reader =
        new TopicReader(
            client,
            List.of(Topic.FEATURES.in(prefix), Topic.DEAD_LETTERS.in(prefix), predictions),
            IsolationLevel.READ_UNCOMMITTED);
    thread.setDaemon(true);
  }

  private static LatencyHistogram empty() {
    return new LatencyHistogram(Clock.systemUTC());
  }

  void start() {
    thread.start();
  }

  private void follow() {
    try (reader) {
      while (!stopped) {
        reader.poll(POLL, this::see);
      }
    } catch (WakeupException e) {
      // it was told to end
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private synchronized void see(ConsumerRecord<byte[], byte[]> record) {
    if (!record.topic().equals(predictions)) {
      settled++;
      return;
    }
    latency.record(record);
    Prediction prediction = PredictionJson.read(record.value(), 0);
    String version = prediction.modelVersion();
    byVersion.merge(version, 1L, Long::sum);
    allByVersion.merge(version, 1L, Long::sum);
    if (!prediction.insteadOf().isEmpty() || version.equals(Prediction.BASE_RATE)) {
      stoodIn++;
    }
  }

  /**
   * Inputs that have their outcome.
   *
   * @throws IllegalStateException if the outcomes cannot be read any more
   */
  long settled() {
    if (failure != null) {
      throw new IllegalStateException(
          "the outcomes cannot be read: " + failure.getMessage(), failure);
    }
    synchronized (this) {
      return settled;
    }
  }

  /** Predictions that a version has made, in all. */
  synchronized long predictionsBy(String version) {
    return allByVersion.getOrDefault(version, 0L);
  }

  /** What has come since the last call. */
  synchronized Interval next() {
    Interval interval = new Interval(latency, byVersion, stoodIn);
    latency = empty();
    byVersion = new HashMap<>();
    stoodIn = 0;
    return interval;
  }

  @Override
  public void close() {
    stopped = true;
    reader.wakeUp();
  }
}
