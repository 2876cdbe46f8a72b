package io.atomstreams.pipelines.replay;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import io.atomstreams.pipelines.replay.ReplayReport.Retained;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.scoring.AddedFeatures;
import io.atomstreams.pipelines.scoring.KafkaEndpoints;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringPipeline;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs the scoring pipeline on what the event topics still hold, on a cluster in this JVM, and
 * holds the outputs against the recorded ones.
 *
 * <pre>
 *   output topics ─► {@link Recording} ─┐
 *   event topics ──► file of inputs ────┴► {@link ReplayPlan} ─► a file a subtask
 *                       ─► ScoringPipeline.define ─► files of outputs ─► {@link Verification}
 * </pre>
 *
 * <p>The inputs of one entity follow each other, whatever their times: so no watermark may remove
 * state. In the live job the watermark does, once an entity's state is worth nothing; that changes
 * no output but for an event that comes after the removal and lies before it.
 */
public final class Replay {

  /** How often topics are read at most to find them between two commits. */
  private static final int READINGS = 4;

  private static final Duration COMMITTED_AFTER = Duration.ofSeconds(1);

  /** So far behind the latest event that no timer is ever due. */
  private static final Duration NEVER = Duration.ofDays(10_000L * 365);

  /**
   * What to replay.
   *
   * @param conf directory with Flink's {@code config.yaml}
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param order the recorded one is followed only where something is recorded
   * @param from event time of the first outputs that are wanted
   * @param to event time before which they end
   * @param out where they go as JSON lines
   */
  public record Options(
      Path conf,
      ScoringConfig config,
      Map<String, String> client,
      ReplayOrder order,
      Optional<Instant> from,
      Optional<Instant> to,
      int parallelism,
      Optional<Path> out) {

    boolean isWanted(long ts) {
      return (from.isEmpty() || ts >= from.get().toEpochMilli())
          && (to.isEmpty() || ts < to.get().toEpochMilli());
    }

    String prefix() {
      return config.kafka().topicPrefix();
    }

    /** With the features that joined the job, as if they had always been there. */
    private Options withAdditions() {
      AddedFeatures added = new AddedFeatures(client, prefix(), config.features());
      return new Options(conf, config.with(added), client, order, from, to, parallelism, out);
    }
  }

  private final Options options;
  private final Consumer<String> news;
  private final Path scratch;
  private final Map<String, Retained> history = new TreeMap<>();

  private Replay(Options options, Consumer<String> news, Path scratch) {
    this.options = options;
    this.news = news;
    this.scratch = scratch;
  }

  /**
   * Replays.
   *
   * @param news is told what is going on
   * @throws IllegalArgumentException if a topic does not exist or a record cannot be read
   * @throws IllegalStateException if the job fails
   */
  public static ReplayReport run(Options options, Consumer<String> news) {
    Path scratch;
    try {
      scratch = Files.createTempDirectory("atom-replay-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for inputs and outputs", e);
    }
    try {
      return new Replay(options.withAdditions(), news, scratch).run();
    } catch (IOException e) {
      throw new UncheckedIOException("the replay's files in " + scratch + " failed", e);
    } finally {
      TemporaryDirectory.delete(scratch);
    }
  }

  private ReplayReport run() throws IOException {
    Path inputs = scratch.resolve("inputs");
    // the record first: every input in it is then among the inputs that are read
    Recording recording = Recording.read(options.client(), options.prefix());
    ReplayOrder order = recording.isEmpty() ? ReplayOrder.EVENT_TIME : options.order();
    ReplayPlan plan = read(inputs, order, recording);
    for (int again = 1; isBetweenCommits(recording, plan) && again < READINGS; again++) {
      news.accept("some inputs have no record and later ones have: the job commits; reading again");
      LockSupport.parkNanos(COMMITTED_AFTER.toNanos());
      recording = Recording.read(options.client(), options.prefix());
      history.clear();
      Files.delete(inputs);
      plan = read(inputs, order, recording);
    }
    boolean isRecorded = !recording.isEmpty();
    long rewritten = recording.rewritten();
    List<Place> places = plan.ordered();
    long count = places.size();
    news.accept(
        String.format(
            Locale.ROOT,
            "replaying %,d inputs of %,d entities by %s",
            count,
            plan.entities(),
            order));
    ReplaySource source = source(inputs, places);
    places.clear(); // as large as it is, the job is to have the memory
    Files.delete(inputs);
    ReplaySink sink = new ReplaySink(Files.createDirectory(scratch.resolve("outputs")));
    execute(source, sink);
    Verification verification =
        new Verification(options.prefix(), recording, plan.compared(), options.config().features());
    Outcomes outcomes = new Outcomes();
    ReplayedOutputs outputs = new ReplayedOutputs(sink.files(), plan.written());
    outputs.forEach(
        output -> {
          outcomes.add(output);
          verification.accept(output);
        });
    if (options.out().isPresent()) {
      outputs.write(options.out().get(), options.prefix());
    }
    return new ReplayReport(
        order,
        List.copyOf(history.values()),
        count,
        plan.written().size(),
        plan.entities(),
        plan.cutEntities(),
        plan.notCompared(),
        plan.pending(),
        isRecorded ? plan.unrecorded() : 0,
        rewritten,
        outcomes.counts,
        outcomes.deadLetters,
        isRecorded ? Optional.of(verification.finish()) : Optional.empty());
  }

  /** The subtasks' transactions are committed one after the other. */
  private static boolean isBetweenCommits(Recording recording, ReplayPlan plan) {
    return !recording.isEmpty() && plan.unrecorded() > 0;
  }

  private ReplayPlan read(Path file, ReplayOrder order, Recording recording) throws IOException {
    ScoringConfig config = options.config();
    KafkaEventDeserializer deserializer = KafkaEndpoints.reader(config);
    List<String> topics = KafkaEndpoints.topics(config);
    try (RecordWriter<Intake> writer = new RecordWriter<>(file, ReplaySource.serializer());
        TopicReader reader =
            new TopicReader(options.client(), topics, KafkaClients.isolation(config.kafka()))) {
      Map<TopicPartition, Long> beginning = reader.beginning();
      beginning.forEach(
          (partition, gone) ->
              history.merge(
                  partition.topic(), new Retained(partition.topic(), 0, gone, 0), Replay::both));
      ReplayPlan plan = new ReplayPlan(order, recording, options::isWanted, beginning);
      reader.readToEnd(
          record -> {
            history.merge(
                record.topic(),
                new Retained(record.topic(), 1, 0, record.timestamp()),
                Replay::both);
            Intake intake = deserializer.read(record);
            try {
              plan.add(intake, time(intake, record), writer.write(intake));
            } catch (IOException e) {
              throw new UncheckedIOException(file + " cannot be written", e);
            }
          });
      return plan;
    }
  }

  /** A record that is no event counts as of the event time at which the broker took it. */
  private long time(Intake intake, ConsumerRecord<byte[], byte[]> record) {
    return intake.isRefused()
        ? options.config().validation().clock().now(record.timestamp())
        : intake.ts();
  }

  private static Retained both(Retained a, Retained b) {
    long since =
        a.since() == 0 ? b.since() : b.since() == 0 ? a.since() : Math.min(a.since(), b.since());
    return new Retained(a.topic(), a.records() + b.records(), a.gone() + b.gone(), since);
  }

  private ReplaySource source(Path inputs, List<Place> places) throws IOException {
    try (RecordReader<Intake> reader = RecordReader.anywhere(inputs, ReplaySource.serializer())) {
      return ReplaySource.of(
          () -> places.stream().map(place -> reader.read(place.begin())).iterator(),
          scratch,
          options.parallelism());
    }
  }

  private void execute(ReplaySource source, ReplaySink sink) {
    Configuration configuration = GlobalConfiguration.loadConfiguration(options.conf().toString());
    configuration.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, options.parallelism());
    configuration.set(CoreOptions.TMP_DIRS, scratch.resolve("flink").toString());
    ScoringConfig.Time time = options.config().time();
    ScoringConfig config =
        options.config().withTime(new ScoringConfig.Time(NEVER, time.idleAfter(), Duration.ZERO));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    ScoringPipeline.define(
        env,
        config,
        source,
        new ScoringPipeline.Control(Optional.empty(), FeatureAddition.Log.NONE, models()),
        sink);
    var graph = env.getStreamGraph();
    graph.setJobName("replay");
    try (EmbeddedFlink flink =
        EmbeddedFlink.start(EmbeddedFlink.Settings.of(configuration, 1, options.parallelism()))) {
      flink.submit(graph).getJobExecutionResult().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the replay's job failed: " + rootOf(e).getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the replay runs", e);
    }
  }

  /** As the log says; the latest in the directory where nothing was ever put into service. */
  private Function<ScorerConfig, ModelLog> models() {
    List<RolloutEntry> entries = new KafkaModelLog(options.client(), options.prefix()).read();
    return entries.isEmpty()
        ? ScoringPipeline.Control.none().models()
        : scorer -> ModelLog.recorded(entries);
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Counts outputs by what they say. */
  private static final class Outcomes {
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();

    void add(Output output) {
      if (output instanceof DeadLetter letter) {
        deadLetters.merge(letter.reason(), 1L, Long::sum);
      } else if (output instanceof FeatureRecord record) {
        counts.merge(record.outcome().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
      } else {
        counts.merge(output instanceof Prediction ? "predictions" : "alerts", 1L, Long::sum);
      }
    }
  }
}
