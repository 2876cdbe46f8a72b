package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.scoring.KafkaEndpoints;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringPipeline;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.IsolationLevel;

/**
 * A broker whose event topics are filled once, and jobs that are run over them one after the other,
 * each to fresh output topics. A round's clock runs while records flow and not while a job starts
 * or ends.
 */
public final class Bench implements AutoCloseable {

  private static final String INPUT = "bench.";
  private static final double TAIL = 0.01;

  /**
   * What is measured.
   *
   * @param conf directory with {@code config.yaml}
   * @param workload what the event topics are filled with
   * @param state Flink's name of the state backend
   */
  public record Options(Path conf, ScoringConfig config, Workload workload, String state) {}

  /**
   * One run of a job.
   *
   * @param cpuMicrosPerEvent of this whole process, broker included
   */
  public record Round(double eventsPerSecond, double cpuMicrosPerEvent) {

    public double megabytesPerSecond() {
      return eventsPerSecond * BenchEvents.BYTES / 1e6;
    }
  }

  private final Options options;
  private final BenchCluster cluster;
  private int rounds;

  private Bench(Options options, BenchCluster cluster) {
    this.options = options;
    this.cluster = cluster;
  }

  /** Starts broker and cluster and fills the event topics. */
  public static Bench start(Options options, Consumer<String> news) {
    Bench bench =
        new Bench(options, BenchCluster.start(options, EmbeddedKafka.Settings.temporary()));
    bench.cluster.createTopics(INPUT);
    Workload workload = options.workload();
    news.accept("writing %,d events, %s".formatted(workload.events(), workload.sentence()));
    bench.fill();
    return bench;
  }

  private void fill() {
    try (EventProducer producer = new EventProducer(cluster.client(), INPUT)) {
      new BenchEvents(options.workload()).forEachRemaining(producer::send);
    }
  }

  /** The scoring job; {@code meter} gets every output record if it is given. */
  public Round scoring(OutputProfile.Meter[] meter) {
    ScoringConfig in = options.config().withKafka(INPUT, "bench-" + rounds);
    return run(
        (env, prefix) ->
            ScoringPipeline.define(
                env,
                in,
                KafkaEndpoints.boundedSource(in, cluster.bootstrapServers()),
                KafkaEndpoints.sink(
                    options.config().withKafka(prefix, "bench"), cluster.bootstrapServers())),
        meter);
  }

  /** The pass-through with a profile. */
  public Round passThrough(OutputProfile profile) {
    Properties producer = KafkaClients.producer(options.config().kafka());
    return run(
        (env, prefix) ->
            PassThrough.define(
                env,
                profile,
                cluster.bootstrapServers(),
                TopicCatalogue.of(INPUT).inputs(),
                prefix,
                producer),
        null);
  }

  private Round run(
      BiConsumer<StreamExecutionEnvironment, String> define, OutputProfile.Meter[] meter) {
    String prefix = "round" + rounds++ + ".";
    cluster.createTopics(prefix);
    StreamExecutionEnvironment env = cluster.environment();
    define.accept(env, prefix);
    JobID job = cluster.flink().submit(env.getStreamGraph()).getJobID();
    Round round;
    try (LogEnd features = new LogEnd(cluster.client(), Topic.FEATURES.in(prefix))) {
      cluster.flink().awaitRunning(job, BenchCluster.RUNNING_WITHIN);
      round = measure(features);
    }
    if (meter == null) {
      cluster.flink().cancel(job);
      cluster.awaitEnd(job);
    } else {
      cluster.awaitEnd(job);
      meter[0] = new OutputProfile.Meter(prefix);
      try (TopicReader outputs =
          new TopicReader(
              cluster.client(),
              TopicCatalogue.of(prefix).outputs(),
              IsolationLevel.READ_UNCOMMITTED)) {
        outputs.readToEnd(meter[0]::take);
      }
    }
    cluster.deleteTopics(prefix);
    return round;
  }

  /**
   * From the first output record to when all but {@link #TAIL} of the events are there. Offsets
   * count the markers of commits too, a handful among millions; the tail is far larger.
   */
  private Round measure(LogEnd features) {
    long first = features.await(1);
    long wall = System.nanoTime();
    long cpu = BenchCluster.cpuNanos();
    long last = features.await((long) (options.workload().events() * (1 - TAIL)));
    double seconds = (System.nanoTime() - wall) / 1e9;
    long events = last - first;
    return new Round(events / seconds, (BenchCluster.cpuNanos() - cpu) / 1e3 / events);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
