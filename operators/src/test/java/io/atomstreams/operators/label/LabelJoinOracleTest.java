package io.atomstreams.operators.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Example.Kind;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.label.LabelPass.Labelled;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The join in the stream against the pass over the whole log. */
class LabelJoinOracleTest {

  /** Small, so that openings, answers, cuts and the log's end meet at the same instant. */
  private static final int HORIZON = 10;

  /** By how much a record may come after others of a later time. */
  private static final int DISORDER = 8;

  /** An event before it has a place in the log. */
  record Draft(
      int customer,
      int ts,
      int behind,
      int delay,
      EventType type,
      Outcome outcome,
      boolean twice) {}

  private static LabelSpec[] labels(int maturity, int cut) {
    return new LabelSpec[] {
      JoinRun.label("again", PositiveOn.event(EventType.ORDER_PLACED, ms(HORIZON)), maturity, cut),
      JoinRun.label(
          "silent", PositiveOn.absenceOf(EventType.ORDER_PLACED, ms(HORIZON)), maturity, cut),
      JoinRun.label("returns", PositiveOn.event(EventType.REFUNDED, ms(HORIZON)), maturity, cut)
    };
  }

  private static Duration ms(int ms) {
    return Duration.ofMillis(ms);
  }

  @Property(tries = 600)
  void firstExamplesAreTheMatureRowsOfThePassOverTheWholeLog(
      @ForAll("drafts") List<Draft> drafts, @ForAll("maturities") int maturity) {
    LabelSpec[] labels = labels(maturity, HORIZON);
    List<Arrival> arrivals = arrivals(drafts);

    JoinRun run = run(arrivals, DISORDER, JoinRun.options(1000, 100, 0), labels);

    long end = end(arrivals);
    List<String> expected = new ArrayList<>();
    for (LabelSpec label : labels) {
      for (Labelled row : new LabelPass(label).label(features(arrivals)).labelled()) {
        if (row.mature() && !row.answerSeen()) {
          expected.add(label.id() + " " + row.record().source() + " " + row.positive());
        }
      }
    }
    List<String> found =
        run.examples.stream()
            .filter(e -> e.ts() - HORIZON + maturity <= end)
            .map(e -> e.label() + " " + e.source() + " " + (e.target() == 1))
            .toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(run.examples).allMatch(e -> e.kind() == Kind.FIRST && e.weight() == 1);
  }

  @Property(tries = 600)
  void whatIsLeftAfterAllCorrectionsAreTheRowsOfThePass(
      @ForAll("drafts") List<Draft> drafts,
      @ForAll("maturities") int maturity,
      @ForAll @IntRange(min = 1, max = HORIZON) int cut,
      @ForAll @IntRange(min = 0, max = DISORDER) int lateness) {
    LabelSpec[] labels = labels(maturity, cut);
    List<Arrival> arrivals = arrivals(drafts);

    JoinRun run = run(arrivals, DISORDER - lateness, JoinRun.options(1000, 100, lateness), labels);

    long end = end(arrivals);
    for (LabelSpec label : labels) {
      Map<String, Double> expected = new TreeMap<>();
      for (Labelled row : new LabelPass(label).label(features(arrivals)).labelled()) {
        if (row.record().ts() + HORIZON <= end && !row.answerSeen()) {
          expected.put(row.record().source().toString(), row.positive() ? 1.0 : 0.0);
        }
      }
      assertThat(left(run.examples, label.id(), end)).as(label.id()).isEqualTo(expected);
    }
    assertThat(run.examples)
        .filteredOn(e -> e.kind() == Kind.FIRST)
        .extracting(Example::id)
        .doesNotHaveDuplicates();
  }

  /** Targets whose weights do not cancel out, of questions whose horizon the log reaches. */
  private static Map<String, Double> left(List<Example> examples, String label, long end) {
    Map<String, Double> weights = new TreeMap<>();
    Map<String, Double> targets = new TreeMap<>();
    for (Example e : examples) {
      long opening = (long) e.vector()[1];
      if (e.label().equals(label) && opening + HORIZON <= end) {
        weights.merge(e.source().toString(), e.weight(), Double::sum);
        targets.merge(e.source().toString(), e.weight() * e.target(), Double::sum);
      }
    }
    weights.forEach(
        (source, weight) -> {
          assertThat(weight).isIn(0.0, 1.0);
          if (weight == 0) {
            assertThat(targets.remove(source)).isZero();
          }
        });
    return targets;
  }

  @Property(tries = 300)
  void theOrderOfArrivalMakesNoDifferenceWithinTheDisorder(
      @ForAll("drafts") List<Draft> drafts, @ForAll @IntRange(min = 1, max = HORIZON) int cut) {
    LabelSpec[] labels = labels(HORIZON, cut);
    List<Arrival> arrivals = arrivals(drafts);
    List<Arrival> inOrder = new ArrayList<>(arrivals);
    inOrder.sort(Comparator.comparingLong(a -> a.input.ts()));

    JoinRun one = run(arrivals, DISORDER, JoinRun.options(1000, 100, 0), labels);
    JoinRun other = run(inOrder, 2 * DISORDER, JoinRun.options(1000, 100, 0), labels);

    assertThat(texts(one)).isEqualTo(texts(other));
    one.close();
    assertThat(one.at(end(arrivals) + 1000).examples).hasSameSizeAs(other.examples);
  }

  private static List<String> texts(JoinRun run) {
    return run.sorted().stream()
        .map(e -> e.id() + e.kind() + e.target() + e.weight() + "@" + e.ts() + e.scores())
        .toList();
  }

  /** A record and when it comes. */
  record Arrival(LearningInput input, long at) {}

  private static List<Arrival> arrivals(List<Draft> drafts) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      FeatureRecord record =
          JoinRun.record(
              i,
              draft.ts,
              draft.ts + draft.behind,
              draft.type,
              draft.outcome,
              draft.customer == 3 ? null : "acme|c" + draft.customer);
      if (record.scored()) {
        record.vector()[1] = draft.ts;
      }
      arrivals.add(new Arrival(record, draft.ts + draft.delay));
      if (draft.twice) {
        arrivals.add(new Arrival(record, draft.ts + DISORDER));
      }
      if (record.scored() && record.entity() != null) {
        Prediction said = JoinRun.score(record, "m@1", Prediction.Role.CHAMPION);
        arrivals.add(new Arrival(said, draft.ts + DISORDER - draft.delay));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    return arrivals;
  }

  private static List<FeatureRecord> features(List<Arrival> arrivals) {
    return arrivals.stream()
        .map(Arrival::input)
        .filter(FeatureRecord.class::isInstance)
        .map(FeatureRecord.class::cast)
        .toList();
  }

  /** Of all that count as events of a customer, as the pass sees it. */
  private static long end(List<Arrival> arrivals) {
    return features(arrivals).stream()
        .filter(r -> r.outcome() != Outcome.DUPLICATE && r.entity() != null)
        .mapToLong(FeatureRecord::ts)
        .max()
        .orElse(0);
  }

  /** Time follows the latest record, so far behind it; at last it reaches the end of the log. */
  private static JoinRun run(
      List<Arrival> arrivals, int behind, LabelJoin.Options options, LabelSpec... labels) {
    JoinRun run = new JoinRun(options, labels);
    long latest = Long.MIN_VALUE;
    for (Arrival arrival : arrivals) {
      run.take(arrival.input);
      latest = Math.max(latest, arrival.input.ts());
      run.at(Math.min(latest - behind - 1, end(arrivals)));
    }
    return run.at(end(arrivals));
  }

  @Provide
  Arbitrary<List<Draft>> drafts() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 4 * HORIZON),
            Arbitraries.integers().between(0, 2 * HORIZON),
            Arbitraries.integers().between(0, DISORDER),
            Arbitraries.of(EventType.ORDER_PLACED, EventType.ORDER_PLACED, EventType.REFUNDED),
            Arbitraries.of(Outcome.SCORED, Outcome.SCORED, Outcome.UPDATED, Outcome.DUPLICATE),
            Arbitraries.of(true, false, false))
        .as(Draft::new)
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Integer> maturities() {
    return Arbitraries.of(HORIZON, HORIZON + 1, 2 * HORIZON);
  }
}
