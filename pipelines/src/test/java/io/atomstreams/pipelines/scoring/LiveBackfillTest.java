package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityMemory;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.Standing;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.backfill.FeatureBackfill;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.replay.Replay;
import io.atomstreams.pipelines.replay.ReplayOrder;
import io.atomstreams.pipelines.replay.ReplayReport;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Features of customers, products and devices join a running job that loses its task manager
 * meanwhile and is rescaled afterwards. Once they are ready, every value is what a plain loop over
 * all accepted events gives.
 */
@Timeout(600)
class LiveBackfillTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int EVENTS = 24_000;
  private static final double PER_SECOND = 3_000;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "execution.checkpointing.interval", "500ms",
          "execution.checkpointing.min-pause", "100ms",
          "restart-strategy.exponential-delay.max-backoff", "500ms");

  private static final String ADDED =
      """
      - {name: added_spend, aggregate: sum, value: order_value, on: [order_placed], windows: [1h, 365d]}
      - {name: added_views, entity: product, aggregate: count, on: [page_view, cart_add], window: 30d, over: max}
      - {name: added_dearest, entity: device, aggregate: max, value: order_value, on: [order_placed], window: 90d}
      - {name: added_share, ratio: [added_spend_1h, added_spend_365d], default: -1}
      """;

  private static final String MORE =
      "{name: orders_of_10m, aggregate: count, on: [order_placed], window: 10m}";

  @TempDir Path directory;

  private ScoringConfig config;

  @Test
  void valuesAreThoseOfALoopOverAllAcceptedEvents() throws Exception {
    EventClock clock = new EventClock(0, START.plus(Duration.ofDays(400)).toEpochMilli(), 1e-6);
    config = ManyEntities.config(directory).withClock(clock);
    var events =
        new WithRegulars(
            new RetailSimulator(
                SimulatorOptions.of(5, START, 2_000).withFaults(SimulatedIntakes.FAULTS)));
    RecordedRun run;
    try (TestInstallation installation = TestInstallation.start(directory, SETTINGS);
        OutcomeCount live = new OutcomeCount(installation, IsolationLevel.READ_UNCOMMITTED);
        OutcomeCount settled = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      JobID job = installation.startJob(config);
      PacedFeed feed = new PacedFeed(events, EVENTS, PER_SECOND, installation.client());
      Thread feeding = new Thread(feed, "feed");
      feeding.start();
      PacedFeed.await(settled::accounted, EVENTS / 6, feed::check);
      FeatureBackfill backfill = backfill(installation);
      CompletableFuture<FeatureBackfill.Report> adding =
          CompletableFuture.supplyAsync(
              () -> backfill.add("added.yaml", YamlDocument.tree("added.yaml", ADDED)));
      PacedFeed.await(live::accounted, EVENTS / 4, feed::check);
      installation.flink().killTaskManager(0);
      installation.flink().startTaskManager();
      FeatureBackfill.Report report = adding.get();
      assertThat(report.features())
          .containsExactly(
              "added_spend_1h", "added_spend_365d", "added_views", "added_dearest", "added_share");
      assertThat(report.since()).isEmpty();
      assertThat(report.events()).isBetween(EVENTS / 20L, (long) EVENTS);
      assertThatThrownBy(() -> backfill.add("added.yaml", YamlDocument.tree("added.yaml", ADDED)))
          .hasMessageContaining("the name added_spend_1h stands twice");
      PacedFeed.await(settled::accounted, EVENTS, feed::check);
      feeding.join();
      // however long it took: these meet the added features
      int fed = EVENTS + feedMore(events, installation);
      PacedFeed.await(settled::accounted, fed, () -> {});
      String savepoint = installation.stop(job);

      job = installation.startJob(config, 1, savepoint);
      backfill.add("more.yaml", YamlDocument.tree("more.yaml", MORE));
      fed += feedMore(events, installation);
      PacedFeed.await(settled::accounted, fed, () -> {});
      installation.stop(job);
      run = installation.read();
      replaysAsIfTheyHadAlwaysBeenThere(installation);
      assertThat(RunCheck.accounting(run, "").exact()).isTrue();
      List<FeatureRecord> log = log(run);
      EntityStages stages =
          stages(config)
              .with(new AddedFeatures(installation.client(), "", config.features()).read());
      assertThat(check(1, stages, log, events(run))).isGreaterThan(100);
      assertThat(check(2, stages, log, events(run))).isGreaterThan(100);
      assertThat(log.stream().filter(FeatureRecord::scored))
          .anyMatch(r -> r.generation() == 1 && r.ready() < r.vector().length)
          .allMatch(r -> r.ready() <= r.vector().length);
    }
  }

  private static int feedMore(Iterator<FeedEvent> events, TestInstallation installation) {
    PacedFeed more = new PacedFeed(events, EVENTS / 5, PER_SECOND, installation.client());
    more.run();
    more.check();
    return EVENTS / 5;
  }

  /** What follows from the customers' recorded order: their features among the added ones. */
  private void replaysAsIfTheyHadAlwaysBeenThere(TestInstallation installation) {
    ReplayReport report =
        Replay.run(
            new Replay.Options(
                ScoringConfigTest.SHIPPED.getParent().getParent(),
                config,
                installation.client(),
                ReplayOrder.RECORDED,
                Optional.empty(),
                Optional.empty(),
                2,
                Optional.empty()),
            news -> {});
    assertThat(report.comparison().orElseThrow().first()).isEmpty();
    assertThat(report.comparison().orElseThrow().isSame()).isTrue();
    assertThat(report.comparison().orElseThrow().vectors()).isGreaterThan(500);
  }

  private FeatureBackfill backfill(TestInstallation installation) {
    return new FeatureBackfill(
        new FeatureBackfill.Options(config, installation.client(), false, Duration.ofMinutes(2)),
        Clock.systemUTC(),
        System.out::println);
  }

  private static EntityStages stages(ScoringConfig config) {
    return new EntityStages(
        config.entity(),
        config.features(),
        new RobustOutlier(config.orderValueAlert()),
        config.scoredTypes());
  }

  private static List<FeatureRecord> log(RecordedRun run) {
    return run.committed().stream()
        .filter(record -> record.topic().equals(Topic.FEATURES.in("")))
        .map(record -> FeatureAvro.read(record.value(), 0))
        .filter(record -> record.outcome() != FeatureRecord.Outcome.DUPLICATE)
        .toList();
  }

  private Map<SourcePosition, Event> events(RecordedRun run) {
    KafkaEventDeserializer reader = KafkaEndpoints.reader(config);
    Map<SourcePosition, Event> events = new HashMap<>();
    run.inputs().stream()
        .map(reader::read)
        .forEach(intake -> events.put(intake.source(), intake.event()));
    return events;
  }

  /** An event at one of its entities. */
  private record Visit(FeatureRecord record, EntityVisit visit, long sequence) {}

  /**
   * Holds every vector of a generation whose features are all ready against plain loops: what came
   * before the generation in any order, then the rest in each entity's own.
   *
   * @return how many vectors that were
   */
  private static int check(
      int generation,
      EntityStages stages,
      List<FeatureRecord> log,
      Map<SourcePosition, Event> events) {
    Map<String, List<Visit>> byEntity = new HashMap<>();
    for (FeatureRecord record : log) {
      Event event = events.get(record.source());
      if (record.entity() != null) {
        EntityVisit own =
            new EntityVisit(
                record.home(), record.source(), 0, EntityKind.CUSTOMER, "", event, true, 0);
        add(byEntity, record.entity(), new Visit(record, own, sequence(record, record.entity())));
      }
      int first = record.entity() == null ? 0 : 1;
      for (EntityVisit visit :
          stages.visits(
              event, record.home(), record.source(), first, record.scored(), generation)) {
        long sequence = sequence(record, visit.key());
        add(byEntity, visit.key(), new Visit(record, visit, sequence));
      }
    }
    Map<SourcePosition, List<EntityVisit.Answer>> answers = new HashMap<>();
    Map<SourcePosition, float[]> ofCustomers = new HashMap<>();
    Standing all = new Standing(generation, generation);
    EntityMemory others = new EntityMemory(stages);
    for (List<Visit> visits : byEntity.values()) {
      // graphs have no added features: they follow their own order throughout
      boolean isGraph = stages.components().containsKey(visits.get(0).visit().kind());
      visits.sort(
          Comparator.comparing((Visit v) -> isGraph || v.record().generation() < generation ? 0 : 1)
              .thenComparing(Visit::sequence));
      EntityState customer = null;
      for (Visit v : visits) {
        if (v.visit().kind().equals(EntityKind.CUSTOMER)) {
          customer = stages.customer().applyAccepted(customer, v.visit().event());
          ofCustomers.put(v.record().source(), stages.vector(customer, all));
        } else {
          answers
              .computeIfAbsent(v.record().source(), s -> new ArrayList<>())
              .add(others.answer(v.visit()));
        }
      }
    }
    int checked = 0;
    int size = stages.lists().at(generation).size();
    for (FeatureRecord record : log) {
      if (record.scored() && record.generation() == generation && record.ready() == size) {
        List<EntityVisit.Answer> said = answers.getOrDefault(record.source(), new ArrayList<>());
        said.sort(Comparator.comparing(EntityVisit.Answer::place));
        float[] vector = ofCustomers.get(record.source());
        stages.assembly(generation).complete(vector, said);
        assertThat(record.vector()).as(record.toString()).isEqualTo(vector);
        checked++;
      }
    }
    return checked;
  }

  private static void add(Map<String, List<Visit>> byEntity, String key, Visit visit) {
    byEntity.computeIfAbsent(key, k -> new ArrayList<>()).add(visit);
  }

  /** 0 where an event of an earlier generation did not call on the entity yet. */
  private static long sequence(FeatureRecord record, String entity) {
    return record.touched().stream()
        .filter(touch -> touch.entity().equals(entity))
        .mapToLong(FeatureRecord.Touch::sequence)
        .findFirst()
        .orElse(0);
  }
}
