package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityMemory;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.pipelines.config.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Features of several kinds of entities, and the oracle for them: each entity's visits, in the
 * order of the sequences the log gives them, through its stage in plain memory.
 */
final class ManyEntities {

  /** One long window a kind, so that no state expires and starts its sequence anew. */
  private static final String MORE =
      """
      - {name: sold_7d, entity: product, aggregate: sum, value: units, on: [order_placed], window: 7d, over: mean}
      - {name: price_30d, entity: product, aggregate: mean, value: "order_value / units", on: [order_placed], window: 30d}
      - {name: price_1h, entity: product, aggregate: last, value: "order_value / units", on: [order_placed], window: 1h}
      - {name: viewed_7d, entity: product, aggregate: count, on: [page_view], window: 7d, over: max, default: 0}
      - {name: sold_365d, entity: product, aggregate: count, on: [order_placed], window: 365d}
      - {name: price_to_usual, ratio: [price_1h, price_30d]}
      - {name: device_orders_1d, entity: device, aggregate: count, on: [order_placed], window: 1d}
      - {name: device_orders_365d, entity: device, aggregate: count, on: [order_placed], window: 365d}
      - {name: session_views, entity: session, aggregate: count, on: [page_view], windows: [1h, 365d]}
      - {name: customers_of_device_365d, entity: device, aggregate: distinct, value: customer, on: [order_placed, login], window: 365d}
      - {name: market_orders_365d, entity: market, aggregate: count, on: [order_placed], window: 365d}
      - {name: market_devices_365d, entity: market, aggregate: distinct, value: device, on: [order_placed, page_view], window: 365d, default: 0}
      - {name: connected_30d, component: [payment, market], on: [order_placed, page_view], filter: "hour > 2", window: 30d, most: 64}
      - {name: connected_to_orders, ratio: [connected_30d, orders_30d]}
      - {name: orders_of_all, entity: tenant, aggregate: count, on: [order_placed], windows: [1h, 365d]}
      """;

  /** A kind of its own, found by an expression in about half the events; its ids have a slash. */
  private static final String DECLARED =
      """
      entities:
        - {name: market, key: "channel == '' || ts % 2 == 0 ? '' : channel + '/' + device.substring(0, 2)"}
      """;

  private final ScoringConfig config;
  private final EntityStages stages;
  private final Map<SourcePosition, FeatureRecord> log;
  private final Function<SourcePosition, Event> events;

  private ManyEntities(
      ScoringConfig config,
      Map<SourcePosition, FeatureRecord> log,
      Function<SourcePosition, Event> events) {
    this.config = config;
    this.log = log;
    this.events = events;
    this.stages =
        new EntityStages(
            config.entity(),
            config.features(),
            new RobustOutlier(config.orderValueAlert()),
            config.scoredTypes());
  }

  /** The shipped settings with more features, and a model of them all. */
  static ScoringConfig config(Path directory) throws IOException {
    String shipped = Files.readString(ScoringConfigTest.SHIPPED);
    String more =
        shipped
            .replace("\nalerts:", "\n" + MORE.indent(4) + "\nalerts:")
            .replace("\n  list:", "\n" + DECLARED.indent(2) + "  list:");
    return LinearModelFile.save(
        YamlDocument.parse("scoring.yaml", more).as(ScoringConfig::of), directory);
  }

  /**
   * Requires that every entity took in every event that names it once, and that every vector holds
   * what the entities said; what it holds of the customer is taken as it is.
   *
   * @return of how many entities a vector holds something, beside the customer, by source
   */
  static Map<SourcePosition, Integer> check(
      ScoringConfig config,
      Map<SourcePosition, FeatureRecord> log,
      Function<SourcePosition, Event> events) {
    return new ManyEntities(config, log, events).check();
  }

  private Map<SourcePosition, Integer> check() {
    Map<SourcePosition, List<EntityVisit.Answer>> answers = answers(visits());
    Map<SourcePosition, Integer> asked = new HashMap<>();
    for (FeatureRecord record : log.values()) {
      if (record.scored()) {
        List<EntityVisit.Answer> said = answers.getOrDefault(record.source(), List.of());
        float[] vector = ofCustomer(record.vector());
        stages.assembly().complete(vector, said);
        assertThat(record.vector()).as(record.source().toString()).isEqualTo(vector);
        asked.put(record.source(), said.size());
      }
    }
    return asked;
  }

  private float[] ofCustomer(float[] whole) {
    float[] vector = new float[whole.length];
    Arrays.fill(vector, Float.NaN);
    for (int i = 0; i < vector.length; i++) {
      if (config.features().features().get(i) instanceof FeatureSpec.Windowed windowed
          && windowed.entity().equals(EntityKind.CUSTOMER)) {
        vector[i] = whole[i];
      }
    }
    return vector;
  }

  /** By entity and sequence. */
  private Map<String, SortedMap<Long, EntityVisit>> visits() {
    Map<String, SortedMap<Long, EntityVisit>> visits = new HashMap<>();
    for (FeatureRecord record : log.values()) {
      int first = record.entity() == null ? 0 : 1;
      List<EntityVisit> asked =
          record.outcome() == FeatureRecord.Outcome.DUPLICATE
              ? List.of()
              : stages.visits(
                  events.apply(record.source()),
                  record.home(),
                  record.source(),
                  first,
                  record.scored());
      assertThat(record.touched()).hasSize(first + asked.size());
      for (EntityVisit visit : asked) {
        Touch touch = record.touched().get(visit.place());
        assertThat(touch.entity()).isEqualTo(visit.key());
        EntityVisit other =
            visits.computeIfAbsent(visit.key(), k -> new TreeMap<>()).put(touch.sequence(), visit);
        assertThat(other).as("two visits with sequence %s", touch).isNull();
      }
    }
    return visits;
  }

  private Map<SourcePosition, List<EntityVisit.Answer>> answers(
      Map<String, SortedMap<Long, EntityVisit>> visits) {
    Map<SourcePosition, List<EntityVisit.Answer>> answers = new HashMap<>();
    EntityMemory memory = new EntityMemory(stages);
    visits.forEach(
        (key, bySequence) -> {
          assertThat(bySequence.keySet())
              .as("sequences of %s", key)
              .containsExactlyElementsOf(
                  LongStream.rangeClosed(1, bySequence.size()).boxed().toList());
          for (EntityVisit visit : bySequence.values()) {
            answers
                .computeIfAbsent(visit.source(), s -> new ArrayList<>())
                .add(memory.answer(visit));
          }
        });
    answers.values().forEach(a -> a.sort(Comparator.comparing(EntityVisit.Answer::place)));
    return answers;
  }
}
