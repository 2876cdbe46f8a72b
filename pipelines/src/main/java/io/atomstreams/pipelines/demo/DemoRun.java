package io.atomstreams.pipelines.demo;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.connector.OutputFiles;
import io.atomstreams.pipelines.connector.OutputJsonLines;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.embedded.Ports;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import io.atomstreams.pipelines.tracking.Accounting;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * One run of the scoring job over a feed, with everything it needs in this JVM.
 *
 * <pre>
 *   new ──start──► running ──(feed ends, all accounted)──► finish ──► closed
 *                     └───────────────close (Ctrl-C)──────────────────┘
 * </pre>
 */
public final class DemoRun implements AutoCloseable {

  private static final Duration STANDSTILL = Duration.ofMinutes(1);
  private static final long PAUSE_NANOS = 20_000_000;

  private final DemoOptions options;
  private final DemoFeed feed;
  private final Clock clock;
  private final List<AutoCloseable> open = new ArrayList<>();

  private Path scratch;
  private EmbeddedKafka kafka;
  private EmbeddedFlink flink;
  private DemoJobs jobs;
  private JobID job;
  private Feeder feeder;
  private OutputWatch live;
  private OutputWatch committed;
  private Optional<OutputFiles> files = Optional.empty();
  private Optional<LearningWatch> learning = Optional.empty();
  private Thread liveThread;
  private Thread committedThread;
  private long startedAt;
  private long liveAt;
  private long sentBeforeLive;
  private long lastRunning;

  public DemoRun(DemoOptions options, DemoFeed feed, Clock clock) {
    this.options = options;
    this.feed = feed;
    this.clock = clock;
  }

  /** Starts broker, cluster, job, watchers and feed, telling {@code news} what is going on. */
  public void start(Consumer<String> news) {
    scratch = scratchDirectory();
    open.add(() -> TemporaryDirectory.delete(scratch));
    kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.temporary().onPort(options.ports().kafka()));
    open.add(kafka);
    tell(news, "Kafka", kafka.port());
    createTopics();
    flink = startFlink();
    open.add(flink);
    jobs = new DemoJobs(options, kafka.bootstrapServers(), flink, configuration());
    tell(news, "Flink web UI", flink.webPort());
    tell(news, "Prometheus endpoint", flink.metricsPort());
    startWatches();
    job = jobs.startScoring();
    news.accept("scoring job " + job + " is running");
    jobs.startOthers(news);
    startLearningWatch();
    EventClock time = options.config().validation().clock();
    if (!time.equals(EventClock.wall())) {
      news.accept(
          "event clock %d,%d,%s".formatted(time.anchorWall(), time.anchorEvent(), time.speed()));
    }
    startFeed();
  }

  private void createTopics() {
    try (TopicAdmin admin = new TopicAdmin(client())) {
      admin.create(catalogue());
    }
  }

  private TopicCatalogue catalogue() {
    return TopicCatalogue.of(options.config().kafka().topicPrefix());
  }

  private static void tell(Consumer<String> news, String what, Ports.Port port) {
    news.accept(
        port.moved()
            ? "port %d is busy: %s listens on %d".formatted(port.wanted(), what, port.number())
            : what + " listens on port " + port.number());
  }

  private EmbeddedFlink startFlink() {
    Configuration configuration = configuration();
    int slots = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS) + DemoJobs.moreSlots(options);
    return EmbeddedFlink.start(
        EmbeddedFlink.Settings.of(configuration, 1, slots)
            .onPorts(options.ports().web(), options.ports().metrics()));
  }

  private Configuration configuration() {
    Configuration configuration = GlobalConfiguration.loadConfiguration(options.conf().toString());
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        scratch.resolve("checkpoints").toUri().toString());
    return configuration;
  }

  private void startLearningWatch() {
    learning =
        options
            .learning()
            .map(config -> new LearningWatch(client(), catalogue(), config, options.rival()));
    learning.ifPresent(
        watch -> {
          open.add(watch);
          daemon("learning watch", watch);
        });
  }

  private void startWatches() {
    live = watch(IsolationLevel.READ_UNCOMMITTED, OutputWatch.nobody());
    files = options.output().map(to -> new OutputFiles(to, options.config().kafka().topicPrefix()));
    files.ifPresent(open::add);
    committed =
        watch(
            IsolationLevel.READ_COMMITTED,
            record -> files.ifPresent(writer -> writer.accept(record)));
    liveThread = daemon("live watch", live);
    committedThread = daemon("committed watch", committed);
  }

  private OutputWatch watch(
      IsolationLevel isolation, Consumer<ConsumerRecord<byte[], byte[]>> also) {
    OutputWatch watch =
        new OutputWatch(
            client(),
            options.config().kafka().topicPrefix(),
            options.config().scorers().size(),
            isolation,
            clock,
            also);
    open.add(watch);
    return watch;
  }

  private void startFeed() {
    startedAt = clock.millis();
    lastRunning = startedAt;
    feeder =
        new Feeder(
            feed.events(),
            new Feeder.Options(
                options.limit(),
                feed.liveFrom(),
                feed.speed(),
                options.config().entity().lateness().toMillis() / 4,
                feed.rate()),
            Map.copyOf(client()),
            options.config().kafka().topicPrefix(),
            live::accounted,
            clock);
    daemon("feed", feeder);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private Map<String, String> client() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  /**
   * What can be seen now.
   *
   * @throws IllegalStateException if a part of the run has failed
   */
  public Snapshot snapshot() {
    boolean running = check();
    if (feeder.isLive() && liveAt == 0) {
      liveAt = clock.millis();
      sentBeforeLive = feeder.sent();
      live.latency().reset();
    }
    return new Snapshot(
        clock.millis() - startedAt,
        running,
        feeder.sent(),
        feeder.isLive() || feed.liveFrom() == Long.MAX_VALUE,
        feeder.eventTime(),
        live.accounting(),
        committed.accounted(),
        latencyMs(50),
        latencyMs(99),
        live.modelVersion(),
        live.lastPredictions(),
        live.lastAlerts(),
        learning.map(LearningWatch::news));
  }

  private double latencyMs(double percent) {
    return live.latency().count() == 0 ? -1 : live.latency().percentileMicros(percent) / 1000.0;
  }

  /** Fails if a part has failed for good; else says whether the job runs at this moment. */
  private boolean check() {
    RuntimeException failure =
        feeder.failure() != null
            ? feeder.failure()
            : live.failure() != null
                ? live.failure()
                : committed.failure() != null
                    ? committed.failure()
                    : learning.map(LearningWatch::failure).orElse(null);
    if (failure != null) {
      throw new IllegalStateException("the run failed: " + failure.getMessage(), failure);
    }
    JobStatus status = flink.status(job);
    if (status.isGloballyTerminalState()) {
      throw new IllegalStateException("the scoring job has ended by itself: " + status);
    }
    boolean running = flink.allTasksRun(job);
    if (running) {
      lastRunning = clock.millis();
    } else if (clock.millis() - lastRunning > STANDSTILL.toMillis()) {
      throw new IllegalStateException(
          "not all tasks of the scoring job have run for %d s; the log file and %s say why"
              .formatted(STANDSTILL.toSeconds(), flink.webUrl()));
    }
    return running;
  }

  /** True once the feed has ended and every event has an outcome. */
  public boolean isDone() {
    return feeder.isFinished() && live.accounted() >= feeder.sent();
  }

  /** Where to look while it runs. */
  public Endpoints endpoints() {
    return new Endpoints(flink.webUrl(), flink.metricsUrl(), kafka.bootstrapServers());
  }

  /** Addresses of a running demo. */
  public record Endpoints(String webUi, String metrics, String bootstrapServers) {}

  /** Stops the job so that everything is committed, and settles the account. */
  public Summary finish() {
    long feedMillis = Math.max(1, clock.millis() - startedAt);
    flink.stopWithSavepoint(job, scratch.resolve("savepoints").toUri().toString());
    stopWatches();
    Accounting account = settle();
    files.ifPresent(this::writeBesides);
    Summary.LatencyMs latency =
        new Summary.LatencyMs(
            live.latency().percentileMicros(50) / 1000.0,
            live.latency().percentileMicros(99) / 1000.0);
    return Summary.of(
        account,
        feed.lines().orElse(feeder.sent()),
        feed.ignoredLines(),
        eventsPerSecond(feedMillis),
        latency,
        live.modelVersion());
  }

  private Accounting settle() {
    try (TopicReader inputs =
        new TopicReader(client(), catalogue().inputs(), IsolationLevel.READ_COMMITTED)) {
      return committed.settle(inputs);
    }
  }

  /** What the jobs have said beside the outputs, as far as it is committed. */
  private void writeBesides(OutputFiles writer) {
    List<String> besides =
        Arrays.stream(Topic.values())
            .filter(topic -> OutputJsonLines.isShown(topic) && topic.role() != Topic.Role.OUTPUT)
            .map(topic -> catalogue().name(topic))
            .toList();
    try (TopicReader reader = new TopicReader(client(), besides, IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(writer);
    }
  }

  /** Over the live part, or the whole run if there is none. */
  private double eventsPerSecond(long feedMillis) {
    long liveMillis = liveAt == 0 ? 0 : startedAt + feedMillis - liveAt;
    return liveMillis > 0
        ? (feeder.sent() - sentBeforeLive) * 1000.0 / liveMillis
        : feeder.sent() * 1000.0 / feedMillis;
  }

  /** The first few defects the committed account has, in words. */
  public List<String> problems() {
    return committed.problems(10);
  }

  private void stopWatches() {
    live.stop();
    committed.stop();
    try {
      liveThread.join();
      committedThread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the watches end", e);
    }
  }

  /** Waits a moment between two looks. */
  public static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  /** Stops everything, whatever state it is in. */
  @Override
  public synchronized void close() {
    if (feeder != null) {
      feeder.stop();
    }
    if (liveThread != null) {
      stopWatches();
    }
    List<AutoCloseable> closing = new ArrayList<>(open);
    open.clear();
    RuntimeException failure = null;
    for (int i = closing.size() - 1; i >= 0; i--) {
      try {
        closing.get(i).close();
      } catch (Exception e) {
        failure = new IllegalStateException("could not stop cleanly: " + e.getMessage(), e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static Path scratchDirectory() {
    try {
      return Files.createTempDirectory("atom-demo-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for checkpoints", e);
    }
  }
}
