package io.atomstreams.pipelines.chaos;

import io.atomstreams.pipelines.chaos.fault.Stage;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.chaos.load.LoadFeed;
import io.atomstreams.pipelines.chaos.soak.Bars;
import io.atomstreams.pipelines.chaos.soak.Course;
import io.atomstreams.pipelines.chaos.soak.Peak;
import io.atomstreams.pipelines.chaos.soak.Sample;
import io.atomstreams.pipelines.chaos.soak.SoakReport;
import io.atomstreams.pipelines.chaos.soak.Swap;
import io.atomstreams.pipelines.deploy.cluster.ClusterProcess;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.tracking.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows whether the job stays as it is under a steady load for long, while its model is swapped
 * again and again: measures the most it can do, then sends a share of that, and looks at memory,
 * latency and lag every few seconds.
 *
 * <pre>
 *   full speed: warm-up ─ peak ─ drained ─► share of the peak: warm-up ─ judged ─ drained
 *                                              swap   swap   swap   swap
 * </pre>
 */
public final class SoakRun {

  private static final Duration RUNNING_WITHIN = Duration.ofMinutes(3);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(5);
  private static final int SUBTASKS = 2;
  private static final double FULL_SPEED = 1e6;

  /** Sent and not settled at full speed: enough to keep the job busy, little to drain. */
  private static final long AT_FULL_SPEED = 200_000;

  /** The load waits for a job so far behind; the bar of the lag has failed long before. */
  private static final double MOST_BEHIND_SECONDS = 30;

  private static final double SECOND = 1e9; // in ns
  private static final double MICROS = 1e3; // in a millisecond

  /**
   * What to do.
   *
   * @param time how long the steady load lasts
   * @param warmUp how much of it is not judged
   * @param swaps of the model, spread evenly over that time
   * @param share of the peak that is sent, above 0 and at most 1
   * @param rate events a second in place of that; 0: the peak is measured
   * @param peak how long it is measured, after as long a warm-up
   * @param every how often to look
   */
  public record Options(
      Duration time,
      Duration warmUp,
      int swaps,
      double share,
      double rate,
      Duration peak,
      Duration every,
      LoadEvents.Options load) {

    public Options {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("share is " + share + ", must be above 0, at most 1");
      }
      if (!(rate >= 0)) {
        throw new IllegalArgumentException("rate is " + rate + ", must be 0 or more");
      }
      if (swaps < 0) {
        throw new IllegalArgumentException("swaps is " + swaps + ", must be 0 or more");
      }
      if (every.isZero() || every.isNegative() || time.compareTo(every) < 0) {
        throw new IllegalArgumentException(
            "a look every %s in %s: there must be time for one".formatted(every, time));
      }
      if (warmUp.isNegative() || warmUp.compareTo(time) >= 0) {
        throw new IllegalArgumentException(
            "a warm-up of %s in %s leaves nothing to judge".formatted(warmUp, time));
      }
    }
  }

  private final Options options;
  private final LocalStage stage;
  private final ScoringConfig config;
  private final Consumer<String> news;
  private final List<Sample> samples = new ArrayList<>();
  private final List<Swap> swaps = new ArrayList<>();

  private long start;
  private long nextEvent;
  private double judgedFrom;

  // of the next look, and of the one before
  private long nextLook;
  private double lookedAt;
  private long settledBefore;

  /**
   * A run on processes that answer.
   *
   * @param config the job's settings
   */
  public SoakRun(Options options, LocalStage stage, ScoringConfig config, Consumer<String> news) {
    this.options = options;
    this.stage = stage;
    this.config = config;
    this.news = news;
  }

  /** Runs to the end. */
  public SoakReport run() {
    ChaosRun.prepare(stage.client(), config);
    String prefix = config.kafka().topicPrefix();
    try (ModelRotation models =
            ModelRotation.of(config.scorer(), stage.modelDirectory(), stage.client(), prefix);
        OutcomeMeter meter = new OutcomeMeter(stage.client(), prefix)) {
      stage.startJob(SUBTASKS);
      if (!Stage.await(stage::isRunning, RUNNING_WITHIN)) {
        throw new IllegalStateException("the job does not run within " + RUNNING_WITHIN);
      }
      meter.start();
      start = System.nanoTime();
      look(0, meter);
      Peak peak = options.rate() > 0 ? Peak.NOT_MEASURED : peak(meter);
      double rate = options.rate() > 0 ? options.rate() : peak.perSecond() * options.share();
      boolean complete = soak(rate, meter, models);
      Course course =
          new Course(
              taskManagers(),
              rate,
              judgedFrom,
              complete,
              samples,
              options.swaps(),
              swaps,
              models.byOthers());
      return new SoakReport(options.load().seed(), peak, course, Bars.DEFAULT.of(course));
    }
  }

  private Peak peak(OutcomeMeter meter) {
    try (LoadFeed feed = feed(FULL_SPEED, AT_FULL_SPEED, meter)) {
      feed.start();
      watch(options.peak(), feed, meter);
      long settled = meter.settled();
      long held = feed.heldNanos();
      long from = System.nanoTime();
      watch(options.peak(), feed, meter);
      double seconds = (System.nanoTime() - from) / SECOND;
      Peak peak =
          new Peak(
              (meter.settled() - settled) / seconds,
              seconds,
              (feed.heldNanos() - held) / SECOND / seconds);
      if (!drain(feed, meter)) {
        throw new IllegalStateException(
            "of %,d events at full speed only %,d have their outcome after %s"
                .formatted(nextEvent, meter.settled(), SETTLED_WITHIN));
      }
      say("at most %,.0f events a second", peak.perSecond());
      return peak;
    }
  }

  private LoadFeed feed(double rate, long mostBehind, OutcomeMeter meter) {
    LoadFeed.Options sending =
        new LoadFeed.Options(
            config.kafka().topicPrefix(), nextEvent, rate, Long.MAX_VALUE, mostBehind);
    return new LoadFeed(new LoadEvents(options.load()), stage.client(), sending, meter::settled);
  }

  /** Whether everything sent has its outcome. */
  private boolean drain(LoadFeed feed, OutcomeMeter meter) {
    feed.finish();
    nextEvent = feed.sent();
    return Stage.await(() -> meter.settled() >= nextEvent, SETTLED_WITHIN);
  }

  private boolean soak(double rate, OutcomeMeter meter, ModelRotation models) {
    long lasts = options.time().toNanos();
    say("%,.0f events a second for %.1f minutes", rate, lasts / SECOND / 60);
    try (LoadFeed feed = feed(rate, (long) (rate * MOST_BEHIND_SECONDS), meter)) {
      look(nextEvent, meter); // what is judged does not begin with what was before
      judgedFrom = at() + options.warmUp().toNanos() / SECOND;
      feed.start();
      long begin = System.nanoTime();
      for (int swap = 0; swap < options.swaps(); swap++) {
        watchUntil(begin + (long) (lasts * (swap + 0.5) / options.swaps()), feed, meter);
        swap(models, meter);
      }
      watchUntil(begin + lasts, feed, meter);
      return drain(feed, meter);
    }
  }

  private void swap(ModelRotation models, OutcomeMeter meter) {
    Swap swap = models.swap(meter, at());
    swaps.add(swap);
    say(
        "swap %d, %s for %s: %s",
        swaps.size(),
        swap.to(),
        swap.from(),
        swap.arrived() ? "seen after " + swap.seenMillis() + " ms" : swap.failure());
  }

  private void watch(Duration time, LoadFeed feed, OutcomeMeter meter) {
    watchUntil(System.nanoTime() + time.toNanos(), feed, meter);
  }

  private void watchUntil(long moment, LoadFeed feed, OutcomeMeter meter) {
    for (long now = System.nanoTime(); now < moment; now = System.nanoTime()) {
      if (now >= nextLook) {
        look(feed.sent(), meter);
      } else {
        Stage.pass(Duration.ofNanos(Math.min(moment, nextLook) - now));
      }
    }
  }

  private void look(long sent, OutcomeMeter meter) {
    nextLook = System.nanoTime() + options.every().toNanos();
    long settled = meter.settled();
    double now = at();
    OutcomeMeter.Interval interval = meter.next();
    LatencyHistogram latency = interval.latency();
    samples.add(
        new Sample(
            now,
            sent,
            settled,
            (settled - settledBefore) / (now - lookedAt),
            latency.percentileMicros(50) / MICROS,
            latency.percentileMicros(99) / MICROS,
            latency.maxMicros() / MICROS,
            residentBytes(),
            jvms(),
            stage.job(),
            interval.byVersion(),
            interval.stoodIn()));
    settledBefore = settled;
    lookedAt = now;
  }

  private Map<String, Long> residentBytes() {
    Map<String, Long> bytes = new HashMap<>();
    for (ClusterProcess process : stage.cluster().processes()) {
      bytes.put(process.name(), process.residentBytes());
    }
    return bytes;
  }

  private Map<String, Sample.Jvm> jvms() {
    Map<String, Sample.Jvm> jvms = new HashMap<>();
    for (String name : taskManagers()) {
      stage.jvm(name).ifPresent(jvm -> jvms.put(name, jvm));
    }
    return jvms;
  }

  private List<String> taskManagers() {
    return stage.cluster().taskManagers().stream().map(ClusterProcess::name).toList();
  }

  /** Seconds since the first event. */
  private double at() {
    return (System.nanoTime() - start) / SECOND;
  }

  private void say(String text, Object... values) {
    news.accept(String.format(Locale.ROOT, text, values));
  }
}
