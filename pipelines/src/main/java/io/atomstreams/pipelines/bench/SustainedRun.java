package io.atomstreams.pipelines.bench;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.scoring.KafkaEndpoints;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringPipeline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The scoring job under a steady feed for minutes: whether it keeps up, what an event costs, how
 * long a checkpoint stops it. The topics keep a bounded number of bytes, so it may run as long as
 * one likes; the feed shares the process and its CPU is told apart.
 */
public final class SustainedRun implements AutoCloseable {

  static final String PREFIX = "bench.";
  private static final long SAMPLE_NANOS = 500_000_000;
  private static final long MEGABYTE = 1 << 20;

  /** What a record takes on a topic beyond its value, bytes, at most. */
  private static final int RECORD_OVERHEAD = 64;

  /** Under a clock that no run of days can overtake: bench events are of no wall time. */
  private static final EventClock LATER_THAN_ALL = new EventClock(0, Long.MAX_VALUE / 4, 1);

  /**
   * How to run.
   *
   * @param measured time that is measured, above 0
   * @param warmUp time before that, 0 or more
   * @param megabytesPerSecond what the feed sends, 10⁶ bytes of values, above 0
   * @param retentionMegabytes what each partition keeps, {@code retention.bytes}, at least 8
   */
  public record Load(
      Duration measured, Duration warmUp, double megabytesPerSecond, int retentionMegabytes) {

    public Load {
      if (measured.isNegative() || measured.isZero() || warmUp.isNegative()) {
        throw new IllegalArgumentException(
            "%s measured after %s: above 0 and at least 0".formatted(measured, warmUp));
      }
      if (!(megabytesPerSecond > 0)) {
        throw new IllegalArgumentException(
            "the feed sends " + megabytesPerSecond + " MB/s, must be above 0");
      }
      if (retentionMegabytes < 8) {
        throw new IllegalArgumentException(
            "a partition keeps " + retentionMegabytes + " MB, must be at least 8");
      }
    }

    double eventsPerSecond() {
      return megabytesPerSecond * 1e6 / BenchEvents.BYTES;
    }

    /** So much that one partition alone could hold twice of it. */
    long mostBehind() {
      return retentionMegabytes * MEGABYTE / 2 / (BenchEvents.BYTES + RECORD_OVERHEAD);
    }

    /** Retention deletes whole segments: an eighth each keeps the rest close to the bound. */
    Map<String, String> topicSettings() {
      return Map.of(
          TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(retentionMegabytes * MEGABYTE),
          TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(retentionMegabytes * MEGABYTE / 8),
          TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "1000");
    }
  }

  private final Bench.Options options;
  private final Load load;
  private final BenchCluster cluster;
  private final JobID job;

  private SustainedRun(Bench.Options options, Load load, BenchCluster cluster, JobID job) {
    this.options = options;
    this.load = load;
    this.cluster = cluster;
    this.job = job;
  }

  /** Starts broker, cluster and job. */
  public static SustainedRun start(Bench.Options options, Load load) {
    BenchCluster cluster =
        BenchCluster.start(
            options,
            EmbeddedKafka.Settings.temporary().with("log.retention.check.interval.ms", "2000"));
    try {
      TopicCatalogue topics = TopicCatalogue.of(PREFIX);
      cluster.createTopics(PREFIX);
      cluster.configure(topics.inputs(), load.topicSettings());
      cluster.configure(topics.outputs(), load.topicSettings());
      return new SustainedRun(options, load, cluster, run(cluster, options.config()));
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Runs the scoring job over what its topics hold and what comes. */
  static JobID run(BenchCluster cluster, ScoringConfig settings) {
    ScoringConfig config = settings.withKafka(PREFIX, "bench").withClock(LATER_THAN_ALL);
    StreamExecutionEnvironment env = cluster.environment();
    ScoringPipeline.define(
        env,
        config,
        KafkaEndpoints.source(config, cluster.bootstrapServers()),
        KafkaEndpoints.sink(config, cluster.bootstrapServers()));
    return cluster.run(env);
  }

  /** Feeds, measures, stops feeding and waits until the job has done everything. */
  public SustainedReport measure(Consumer<String> news) {
    news.accept(
        "feeding %.1f MB/s for %d s after %d s, %s"
            .formatted(
                load.megabytesPerSecond(),
                load.measured().toSeconds(),
                load.warmUp().toSeconds(),
                options.workload().sentence()));
    BenchEvents events = new BenchEvents(options.workload().endless());
    EventProducer producer = new EventProducer(cluster.client(), PREFIX);
    try (LogEnd features = new LogEnd(cluster.client(), Topic.FEATURES.in(PREFIX));
        LogEnd deadLetters = new LogEnd(cluster.client(), Topic.DEAD_LETTERS.in(PREFIX));
        SustainedFeed feed =
            new SustainedFeed(events, producer, load.eventsPerSecond(), load.mostBehind())) {
      follow(feed, features, load.warmUp(), new LagSeries());
      news.accept("measuring");
      SustainedReport report = measured(feed, features);
      feed.finish();
      long since = System.nanoTime();
      features.await(feed.sent());
      requireNone(deadLetters.count());
      return report.drainedIn((System.nanoTime() - since) / 1e9);
    }
  }

  private SustainedReport measured(SustainedFeed feed, LogEnd features) {
    LagSeries lag = new LagSeries();
    Moment before = Moment.of(feed, features);
    follow(feed, features, load.measured(), lag);
    Moment after = Moment.of(feed, features);
    return SustainedReport.of(before, after, lag, MetricsPage.read(cluster.flink().metricsUrl()));
  }

  /** The clocks and counts at one moment. */
  record Moment(long nanos, long sent, long done, double held, long cpuNanos, long feedCpuNanos) {

    private static Moment of(SustainedFeed feed, LogEnd features) {
      return new Moment(
          System.nanoTime(),
          feed.sent(),
          features.count(),
          feed.heldSeconds(),
          BenchCluster.cpuNanos(),
          SustainedFeed.cpuNanos());
    }
  }

  /** Looks at even intervals, and tells the feed how far the job is. */
  private static void follow(SustainedFeed feed, LogEnd features, Duration time, LagSeries lag) {
    long end = System.nanoTime() + time.toNanos();
    for (long next = System.nanoTime(); next < end; next += SAMPLE_NANOS) {
      pauseUntil(next);
      long done = features.count();
      feed.done(done);
      lag.add(Math.max(0, feed.sent() - done));
    }
    pauseUntil(end);
  }

  private static void pauseUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void requireNone(long deadLetters) {
    if (deadLetters > 0) {
      throw new IllegalStateException(
          "%,d of the bench's own events became dead letters: its figures would mean nothing"
              .formatted(deadLetters));
    }
  }

  @Override
  public void close() {
    cluster.flink().cancel(job);
    cluster.awaitEnd(job);
    cluster.close();
  }
}
