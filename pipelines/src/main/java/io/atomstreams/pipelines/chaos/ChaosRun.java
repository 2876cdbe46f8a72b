package io.atomstreams.pipelines.chaos;

import io.atomstreams.pipelines.chaos.fault.BrokenPromiseException;
import io.atomstreams.pipelines.chaos.fault.Faults;
import io.atomstreams.pipelines.chaos.fault.Faults.Named;
import io.atomstreams.pipelines.chaos.fault.Stage;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.chaos.load.LoadFeed;
import io.atomstreams.pipelines.chaos.oracle.Verdict;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.deploy.FirstModels;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A job under load, one fault after the other, each when the job has come back from the one before;
 * and the oracle's word on all of it.
 *
 * <pre>
 *   load ─► topics ─► job ─► topics ─► {@link LiveCheck}
 *                      ▲                {@link Pulse}: is there fresh output?
 *                      └── fault ◄── schedule
 * </pre>
 */
public final class ChaosRun {

  private static final Duration BACK_WITHIN = Duration.ofMinutes(5);
  private static final Duration STEADY_FOR = Duration.ofSeconds(2);
  private static final Duration ALIVE = Duration.ofMillis(800);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(15);
  private static final int SUBTASKS = 2;

  /**
   * What to do.
   *
   * @param time how long faults go on
   * @param events faults go on until so many events were sent, too
   * @param rest the longest pause between two faults
   * @param mostBehind events sent and not settled, at most
   */
  public record Options(
      Duration time,
      long events,
      double rate,
      LoadEvents.Options load,
      Duration rest,
      long mostBehind,
      List<Named> faults) {}

  private final Options options;
  private final Stage stage;
  private final ScoringConfig config;
  private final Consumer<String> news;
  private final List<Incident> incidents = new ArrayList<>();

  /** The latest fault; 0 before the first. */
  private long scoredBefore;

  /**
   * A run on a stage that is set: broker and cluster answer.
   *
   * @param config the job's settings
   */
  public ChaosRun(Options options, Stage stage, ScoringConfig config, Consumer<String> news) {
    this.options = options;
    this.stage = stage;
    this.config = config;
    this.news = news;
  }

  /** Runs to the end. */
  public ChaosReport run() {
    prepare(stage.client(), config);
    stage.startJob(SUBTASKS);
    String prefix = config.kafka().topicPrefix();
    LoadFeed.Options sending =
        new LoadFeed.Options(prefix, 0, options.rate(), Long.MAX_VALUE, options.mostBehind());
    try (LiveCheck check = new LiveCheck(stage.client(), config);
        Pulse pulse = new Pulse(stage.client(), prefix);
        LoadFeed feed =
            new LoadFeed(new LoadEvents(options.load()), stage.client(), sending, check::settled)) {
      stage.load(feed::mood);
      check.start();
      pulse.start();
      long start = System.nanoTime();
      feed.start();
      disturb(start, feed, check, pulse);
      feed.finish();
      boolean complete = Stage.await(() -> check.isComplete(feed.sent()), SETTLED_WITHIN);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      news.accept(complete ? "every event has its outcome" : "NOT every event has its outcome");
      stage.stopJob();
      return report(took, feed, complete, check.finish());
    }
  }

  /** Makes the topics, and the model champion. */
  static void prepare(Map<String, String> client, ScoringConfig config) {
    String prefix = config.kafka().topicPrefix();
    try (TopicAdmin admin = new TopicAdmin(client)) {
      admin.create(TopicCatalogue.of(prefix));
    }
    FirstModels.ensure(config, client, "chaos");
  }

  private void disturb(long start, LoadFeed feed, LiveCheck check, Pulse pulse) {
    Faults.Schedule schedule = new Faults.Schedule(options.faults(), options.load().seed());
    long end = start + options.time().toNanos();
    if (!awaitSteady(feed, check, pulse)) {
      throw new IllegalStateException("no output within %s of the start".formatted(BACK_WITHIN));
    }
    news.accept("the job is under load");
    boolean recovered = true;
    while (recovered && (System.nanoTime() < end || feed.sent() < options.events())) {
      Stage.pass(schedule.rest(options.rest()));
      Incident incident = disturb(start, schedule, feed, check, pulse);
      incidents.add(incident);
      recovered = incident.recovered();
      news.accept(
          "%d %s: %s%s; silent %d ms, %s; %s"
              .formatted(
                  incident.number(),
                  incident.fault(),
                  incident.what(),
                  incident.asPromised() ? "" : ", NOT AS PROMISED",
                  incident.silentMillis(),
                  incident.exactSoFar() ? "exact so far" : "NOT EXACT",
                  check.held()));
    }
  }

  private Incident disturb(
      long start, Faults.Schedule schedule, LoadFeed feed, LiveCheck check, Pulse pulse) {
    Named named = schedule.next();
    scoredBefore = check.soFar().scored();
    pulse.mark();
    long began = System.nanoTime();
    String what;
    boolean asPromised = true;
    try {
      what = named.fault().befall(stage, schedule.forFault());
    } catch (BrokenPromiseException e) {
      what = e.getMessage();
      asPromised = false;
    }
    long lasted = System.nanoTime() - began;
    boolean recovered = awaitSteady(feed, check, pulse);
    return new Incident(
        incidents.size() + 1,
        named.name(),
        Duration.ofNanos(began - start).toSeconds(),
        what,
        Duration.ofNanos(lasted).toMillis(),
        pulse.longest().toMillis(),
        recovered,
        asPromised,
        check.soFar().exact());
  }

  /** Waits until there is fresh output and all tasks have run for a while. */
  private boolean awaitSteady(LoadFeed feed, LiveCheck check, Pulse pulse) {
    long[] since = {0};
    return Stage.await(
        () -> {
          feed.sent();
          check.settled();
          stage.revive();
          boolean alive =
              pulse.silence().compareTo(ALIVE) < 0 && pulse.beats() > 0 && stage.isRunning();
          since[0] = alive ? since[0] == 0 ? System.nanoTime() : since[0] : 0;
          return alive && System.nanoTime() - since[0] > STEADY_FOR.toNanos();
        },
        BACK_WITHIN);
  }

  private ChaosReport report(Duration took, LoadFeed feed, boolean complete, Verdict verdict) {
    return new ChaosReport(
        options.load().seed(),
        took.toSeconds(),
        feed.sent(),
        feed.sent() * 1e9 / took.toNanos(),
        feed.heldNanos() / 1e9,
        complete,
        verdict.scored() > scoredBefore || options.load().orders() == 0,
        incidents,
        verdict);
  }
}
