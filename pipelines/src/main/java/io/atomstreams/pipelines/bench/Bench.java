package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.scoring.KafkaEndpoints;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringPipeline;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A broker whose event topics are filled once, and jobs that are run over them one after the other,
 * each to fresh output topics. A round's clock runs while records flow and not while a job starts
 * or ends.
 */
public final class Bench implements AutoCloseable {

  private static final String INPUT = "bench.";
  private static final Duration RUNNING_WITHIN = Duration.ofMinutes(2);
  private static final Duration STALLED = Duration.ofMinutes(2);
  private static final long POLL_NANOS = 20_000_000;
  private static final double TAIL = 0.01;

  /**
   * What is measured.
   *
   * @param events in the event topics
   * @param orders share of scored events, 0 to 1
   * @param state Flink's name of the state backend
   */
  public record Options(
      Path conf, ScoringConfig config, long events, int customers, double orders, String state) {}

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
  private final EmbeddedKafka kafka;
  private final EmbeddedFlink flink;
  private final Path scratch;
  private int rounds;

  private Bench(Options options, EmbeddedKafka kafka, EmbeddedFlink flink, Path scratch) {
    this.options = options;
    this.kafka = kafka;
    this.flink = flink;
    this.scratch = scratch;
  }

  /** Starts broker and cluster and fills the event topics. */
  public static Bench start(Options options, Consumer<String> news) {
    Path scratch = scratchDirectory();
    EmbeddedKafka kafka = EmbeddedKafka.start();
    Configuration configuration = configuration(options, scratch);
    int slots = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);
    EmbeddedFlink flink = EmbeddedFlink.start(EmbeddedFlink.Settings.of(configuration, 1, slots));
    Bench bench = new Bench(options, kafka, flink, scratch);
    bench.createTopics(INPUT);
    news.accept(
        "writing %,d events of %d bytes, %,d customers, %.0f %% orders"
            .formatted(
                options.events(), BenchEvents.BYTES, options.customers(), options.orders() * 100));
    bench.fill();
    return bench;
  }

  private static Configuration configuration(Options options, Path scratch) {
    Configuration configuration = GlobalConfiguration.loadConfiguration(options.conf().toString());
    configuration.set(StateBackendOptions.STATE_BACKEND, options.state());
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        scratch.resolve("checkpoints").toUri().toString());
    return configuration;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // flush waits for all of them
  private void fill() {
    Map<String, Object> settings = new HashMap<>(client());
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
    BenchEvents events = new BenchEvents(options.events(), options.customers(), options.orders());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      while (events.hasNext()) {
        FeedEvent event = events.next();
        producer.send(
            new ProducerRecord<>(
                INPUT + event.stream().topic(),
                event.key().getBytes(StandardCharsets.UTF_8),
                event.value()));
      }
      producer.flush();
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
                KafkaEndpoints.boundedSource(in, kafka.bootstrapServers()),
                KafkaEndpoints.sink(
                    options.config().withKafka(prefix, "bench"), kafka.bootstrapServers())),
        meter);
  }

  /** The pass-through with a profile. */
  public Round passThrough(OutputProfile profile) {
    Properties producer = new Properties();
    producer.putAll(options.config().kafka().producer());
    producer.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Long.toString(options.config().kafka().transactionTimeout().toMillis()));
    return run(
        (env, prefix) ->
            PassThrough.define(
                env,
                profile,
                kafka.bootstrapServers(),
                TopicCatalogue.of(INPUT).inputs(),
                prefix,
                producer),
        null);
  }

  private Round run(
      BiConsumer<StreamExecutionEnvironment, String> define, OutputProfile.Meter[] meter) {
    String prefix = "round" + rounds++ + ".";
    createTopics(prefix);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(options, scratch));
    define.accept(env, prefix);
    JobID job = flink.submit(env.getStreamGraph()).getJobID();
    Round round;
    try (TopicReader features =
        new TopicReader(
            client(), List.of(Topic.FEATURES.in(prefix)), IsolationLevel.READ_UNCOMMITTED)) {
      flink.awaitRunning(job, RUNNING_WITHIN);
      round = measure(features);
    }
    if (meter == null) {
      flink.cancel(job);
      awaitEnd(job);
    } else {
      awaitEnd(job);
      meter[0] = new OutputProfile.Meter(prefix);
      try (TopicReader outputs =
          new TopicReader(
              client(), TopicCatalogue.of(prefix).outputs(), IsolationLevel.READ_UNCOMMITTED)) {
        outputs.readToEnd(meter[0]::take);
      }
    }
    deleteTopics(prefix);
    return round;
  }

  /**
   * From the first output record to when all but {@link #TAIL} of the events are there. Offsets
   * count the markers of commits too, a handful among millions; the tail is far larger.
   */
  private Round measure(TopicReader features) {
    long first = await(features, 1);
    long wall = System.nanoTime();
    long cpu = cpuNanos();
    long last = await(features, (long) (options.events() * (1 - TAIL)));
    double seconds = (System.nanoTime() - wall) / 1e9;
    long events = last - first;
    return new Round(events / seconds, (cpuNanos() - cpu) / 1e3 / events);
  }

  private static long await(TopicReader features, long records) {
    long last = -1;
    long since = System.nanoTime();
    while (true) {
      long there = features.end().values().stream().mapToLong(Long::longValue).sum();
      if (there >= records) {
        return there;
      }
      if (there != last) {
        last = there;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STALLED.toNanos()) {
        throw new IllegalStateException(
            "the job stands still after %,d of %,d records".formatted(there, records));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void awaitEnd(JobID job) {
    while (!flink.status(job).isGloballyTerminalState()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private Map<String, String> client() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  private void createTopics(String prefix) {
    try (TopicAdmin admin = new TopicAdmin(client())) {
      admin.create(TopicCatalogue.of(prefix));
    }
  }

  private void deleteTopics(String prefix) {
    try (Admin admin = Admin.create(Map.copyOf(client()))) {
      admin
          .deleteTopics(Arrays.stream(Topic.values()).map(topic -> topic.in(prefix)).toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "topics of a finished round could not be deleted: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two rounds", e);
    }
  }

  private static Path scratchDirectory() {
    try {
      return Files.createTempDirectory("atom-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for checkpoints", e);
    }
  }

  @Override
  public void close() {
    flink.close();
    kafka.close();
    TemporaryDirectory.delete(scratch);
  }
}
