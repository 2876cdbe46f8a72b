package io.atomstreams.pipelines.demo;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.pipelines.connector.AlertJson;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.Accounting;
import io.atomstreams.pipelines.tracking.LatencyHistogram;
import io.atomstreams.pipelines.tracking.OutcomeTracker;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the output topics as any consumer does and keeps account. Read uncommitted it shows what
 * happens now; read committed it shows what will stay.
 */
final class OutputWatch implements Runnable, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int SAMPLES = 3;

  private final TopicReader reader;
  private final OutcomeTracker tracker;
  private final LatencyHistogram latency;
  private final String predictions;
  private final String alerts;
  private final Consumer<ConsumerRecord<byte[], byte[]>> also;
  private final Deque<String> lastPredictions = new ArrayDeque<>();
  private final Deque<String> lastAlerts = new ArrayDeque<>();

  private volatile Accounting accounting;
  private volatile long accounted;
  private volatile String modelVersion = "";
  private volatile boolean stopped;
  private volatile RuntimeException failure;
  private long predictionRecords;

  /**
   * A watch that has not begun.
   *
   * @param scorers how many predictions a scored event has
   * @param also gets every record
   */
  OutputWatch(
      Map<String, String> client,
      String prefix,
      int scorers,
      IsolationLevel isolation,
      Clock clock,
      Consumer<ConsumerRecord<byte[], byte[]>> also) {
    List<String> topics =
        Arrays.stream(Topic.values())
            .filter(topic -> topic.role() == Topic.Role.OUTPUT)
            .map(topic -> topic.in(prefix))
            .toList();
    this.reader = new TopicReader(client, topics, isolation);
    this.tracker =
        new OutcomeTracker(
            prefix,
            isolation == IsolationLevel.READ_COMMITTED
                ? OutcomeTracker.Mode.STRICT
                : OutcomeTracker.Mode.LAST_WINS,
            scorers);
    this.latency = new LatencyHistogram(clock);
    this.predictions = Topic.PREDICTIONS.in(prefix);
    this.alerts = Topic.ALERTS.in(prefix);
    this.also = also;
    this.accounting = tracker.accounting();
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        reader.poll(POLL, this::take);
        publish();
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    tracker.accept(record);
    also.accept(record);
    if (record.topic().equals(predictions)) {
      latency.record(record);
      predictionRecords++;
      if (predictionRecords % 64 == 1) {
        Prediction prediction = PredictionJson.read(record.value(), 0);
        modelVersion = prediction.modelVersion();
        sample(lastPredictions, text(prediction));
      }
    } else if (record.topic().equals(alerts)) {
      sample(lastAlerts, text(AlertJson.read(record.value(), 0)));
    }
  }

  private static String text(Prediction prediction) {
    return String.format(
        Locale.ROOT,
        "%s  %s %.3f  (base rate %.3f)",
        prediction.entity(),
        prediction.scorer(),
        prediction.probability(),
        prediction.baseRate());
  }

  private static String text(Alert alert) {
    String severity = alert.severity().name().toLowerCase(Locale.ROOT);
    return alert.entity() + "  " + severity + "  " + alert.message();
  }

  private static void sample(Deque<String> samples, String text) {
    synchronized (samples) {
      if (samples.size() == SAMPLES) {
        samples.removeFirst();
      }
      samples.addLast(text);
    }
  }

  private void publish() {
    Accounting now = tracker.accounting();
    accounting = now;
    accounted = now.scored() + now.updatedOnly() + now.duplicates() + now.allDeadLetters();
  }

  /**
   * Reads what can be seen now and accounts for every input, record by record: whoever writes in
   * transactions, as {@code atom dead-letters redrive} does, leaves offsets without records. Only
   * once the thread ended.
   */
  Accounting settle(TopicReader inputs) {
    reader.readToEnd(this::take);
    inputs.readToEnd(
        input ->
            tracker.expect(
                new TopicPartition(input.topic(), input.partition()),
                input.offset(),
                input.offset() + 1));
    publish();
    return accounting;
  }

  /** The first few defects in words; only once the thread ended. */
  List<String> problems(int atMost) {
    return tracker.problems(atMost);
  }

  /** Number of inputs that have an outcome. */
  long accounted() {
    return accounted;
  }

  Accounting accounting() {
    return accounting;
  }

  LatencyHistogram latency() {
    return latency;
  }

  /** What made the latest predictions; empty before the first. */
  String modelVersion() {
    return modelVersion;
  }

  List<String> lastPredictions() {
    synchronized (lastPredictions) {
      return List.copyOf(lastPredictions);
    }
  }

  List<String> lastAlerts() {
    synchronized (lastAlerts) {
      return List.copyOf(lastAlerts);
    }
  }

  /** Why it ended early, or {@code null}. */
  RuntimeException failure() {
    return failure;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void close() {
    reader.close();
  }

  /** Used where nobody else wants the records. */
  static Consumer<ConsumerRecord<byte[], byte[]>> nobody() {
    return record -> {};
  }
}
