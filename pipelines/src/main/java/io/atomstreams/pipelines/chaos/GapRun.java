package io.atomstreams.pipelines.chaos;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.fault.Stage;
import io.atomstreams.pipelines.chaos.fault.Stage.Role;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.chaos.load.LoadFeed;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Measures how long nothing fresh comes after {@code kill -9} of one process, which is started
 * again: the state is filled first, then one kill follows the other under a steady load.
 */
public final class GapRun {

  private static final Duration BACK_WITHIN = Duration.ofMinutes(5);
  private static final Duration FILLED_WITHIN = Duration.ofMinutes(60);
  private static final Duration DETECTED_WITHIN = Duration.ofSeconds(20);
  private static final Duration ALIVE = Duration.ofMillis(500);
  private static final Duration STEADY_FOR = Duration.ofSeconds(5);
  private static final int SUBTASKS = 2;
  private static final double FULL_SPEED = 1e6;

  /**
   * What to measure.
   *
   * @param stateBytes what the job's state must have grown to before the first kill
   * @param role what is killed
   * @param restartAfter when the killed process is started again; where there is a spare one, how
   *     long who places processes takes to do so
   */
  public record Options(
      double rate,
      long stateBytes,
      int kills,
      LoadEvents.Options load,
      Role role,
      Duration restartAfter) {}

  private final Options options;
  private final ScoringConfig config;
  private final Consumer<String> news;

  /** Flink's own, where the processes of a local cluster have others. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("heartbeat.interval", "10s"),
          Map.entry("heartbeat.timeout", "50s"),
          Map.entry("heartbeat.rpc-failure-threshold", "2"),
          Map.entry("restart-strategy.exponential-delay.initial-backoff", "1s"),
          Map.entry("restart-strategy.exponential-delay.max-backoff", "1min"),
          Map.entry("restart-strategy.exponential-delay.reset-backoff-threshold", "1h"),
          Map.entry("cluster.registration.max-timeout", "30s"),
          Map.entry("cluster.registration.error-delay", "10s"),
          Map.entry("cluster.registration.refused-registration-delay", "30s"),
          Map.entry("execution.checkpointing.local-backup.enabled", "false"),
          Map.entry("execution.state-recovery.from-local", "false"));

  private long filledBytes;
  private long nextEvent;

  public GapRun(Options options, ScoringConfig config, Consumer<String> news) {
    this.options = options;
    this.config = config;
    this.news = news;
  }

  /**
   * Measures.
   *
   * @param againstDefaults with Flink's own time-outs, too, where {@link #hasDefaults}
   */
  public GapReport run(Scenery scenery, boolean againstDefaults) {
    if (againstDefaults && !hasDefaults(options.role())) {
      throw new IllegalArgumentException(
          "Flink has no time-outs to compare with for a " + options.role().word());
    }
    LocalStage stage = scenery.stage();
    ChaosRun.prepare(stage.client(), config);
    stage.startJob(SUBTASKS);
    fill(stage);
    List<Recovery> ours = measure(stage);
    List<Recovery> defaults = List.of();
    if (againstDefaults) {
      String savepoint = stage.stopForRestart();
      LocalStage another = scenery.restart(DEFAULTS);
      another.startFrom(savepoint, SUBTASKS);
      defaults = measure(another);
    }
    return new GapReport(filledBytes, options.rate(), ours, defaults);
  }

  /**
   * Whether there is something to compare with: how soon another leads, or the broker is back,
   * hangs on ZooKeeper's and Kafka's settings, which are the same in both.
   */
  public static boolean hasDefaults(Role role) {
    return role == Role.TASK_MANAGER;
  }

  private void fill(LocalStage stage) {
    try (OutcomeCount outcomes = new OutcomeCount(stage.client(), config)) {
      long base = outcomes.count() - nextEvent;
      try (LoadFeed feed = feed(stage, FULL_SPEED, () -> outcomes.count() - base)) {
        feed.start();
        boolean filled =
            Stage.await(
                () -> {
                  nextEvent = feed.sent();
                  return stage.stateBytes() >= options.stateBytes();
                },
                FILLED_WITHIN);
        feed.finish();
        nextEvent = feed.sent();
        if (!filled) {
          throw new IllegalStateException(
              "%,d events have made %,d bytes of state within %s, not %,d; take more customers"
                  .formatted(nextEvent, stage.stateBytes(), FILLED_WITHIN, options.stateBytes()));
        }
      }
    }
    filledBytes = stage.stateBytes();
    news.accept("%,d events have made %,d MB of state".formatted(nextEvent, filledBytes >> 20));
  }

  private LoadFeed feed(LocalStage stage, double rate, LongSupplier settled) {
    LoadFeed.Options sending =
        new LoadFeed.Options(
            config.kafka().topicPrefix(), nextEvent, rate, Long.MAX_VALUE, 1_000_000);
    return new LoadFeed(new LoadEvents(options.load()), stage.client(), sending, settled);
  }

  private List<Recovery> measure(LocalStage stage) {
    List<Recovery> recoveries = new ArrayList<>();
    CounterRandom random = new CounterRandom(options.load().seed());
    try (Pulse pulse = new Pulse(stage.client(), config.kafka().topicPrefix());
        LoadFeed feed = feed(stage, options.rate(), () -> Long.MAX_VALUE)) {
      pulse.start();
      feed.start();
      awaitSteady(stage, pulse, feed);
      for (int kill = 1; kill <= options.kills(); kill++) {
        Stage.pass(Duration.ofMillis(random.nextInt(5_000)));
        Recovery recovery = kill(stage, pulse, feed);
        recoveries.add(recovery);
        news.accept("kill %d of the %s: %s".formatted(kill, options.role().word(), recovery));
      }
      feed.finish();
      nextEvent = feed.sent();
    }
    return recoveries;
  }

  private Recovery kill(LocalStage stage, Pulse pulse, LoadFeed feed) {
    pulse.mark();
    long start = System.nanoTime();
    stage.kill(options.role());
    boolean detected = await(stage, start, () -> !stage.isRunning(), DETECTED_WITHIN);
    long detectedAt = System.nanoTime();
    await(stage, start, stage::isRunning, BACK_WITHIN);
    long runningAt = System.nanoTime();
    await(stage, start, () -> pulse.silence().compareTo(ALIVE) < 0, BACK_WITHIN);
    Stage.pass(options.restartAfter().minusNanos(System.nanoTime() - start));
    awaitSteady(stage, pulse, feed);
    return new Recovery(
        detected ? millis(detectedAt - start) : 0,
        millis(runningAt - start),
        pulse.longest().toMillis());
  }

  /** As {@link Stage#await}, while the killed process is started again at its time. */
  private boolean await(LocalStage stage, long killed, BooleanSupplier condition, Duration within) {
    return Stage.await(
        () -> {
          if (System.nanoTime() - killed >= options.restartAfter().toNanos()) {
            stage.revive();
          }
          return condition.getAsBoolean();
        },
        within);
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }

  private void awaitSteady(LocalStage stage, Pulse pulse, LoadFeed feed) {
    long[] since = {0};
    boolean steady =
        Stage.await(
            () -> {
              feed.sent();
              stage.revive();
              boolean alive = pulse.silence().compareTo(ALIVE) < 0 && pulse.beats() > 0;
              since[0] = alive ? since[0] == 0 ? System.nanoTime() : since[0] : 0;
              return alive && System.nanoTime() - since[0] > STEADY_FOR.toNanos();
            },
            BACK_WITHIN);
    if (!steady) {
      throw new IllegalStateException("no steady output within " + BACK_WITHIN);
    }
  }
}
