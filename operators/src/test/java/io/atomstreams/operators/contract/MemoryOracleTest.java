package io.atomstreams.operators.contract;

import static io.atomstreams.operators.contract.ContractEvents.order;
import static io.atomstreams.operators.contract.ContractEvents.quantities;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.Quantiles;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.validation.Decoded;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What rules remember, against lists that forget nothing. */
class MemoryOracleTest {

  /** A right number of an event, as the oracle keeps it for ever. */
  private record Sent(long ts, long id, int place, long value) {}

  private static final Comparator<Sent> LATER =
      Comparator.comparingLong(Sent::ts).thenComparingLong(Sent::id).thenComparingInt(Sent::place);

  /** Out of order, at equal times, again, with several lines, right and wrong ones. */
  @Provide
  Arbitrary<List<SalesEvent>> orders() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 40),
            Arbitraries.longs().between(0, 14).array(long[].class).ofMinSize(1).ofMaxSize(3))
        .as((id, lines) -> order("e" + id, 1_000L * (id / 2), lines))
        .list()
        .ofMaxSize(120);
  }

  private static List<Integer> expected(SalesEvent order, NavigableSet<Sent> sent, int latest) {
    List<Long> kept =
        sent.descendingSet().stream().limit(latest).map(Sent::value).sorted().toList();
    return quantities(order).stream()
        .map(
            quantity ->
                isRight(quantity) || kept.isEmpty()
                    ? quantity
                    : (int) (long) kept.get((kept.size() - 1) / 2))
        .toList();
  }

  private static boolean isRight(long quantity) {
    return quantity >= 1 && quantity <= 10;
  }

  @Property(tries = 2_000)
  void aRepairIsTheMedianOfTheLatestRightNumbers(
      @ForAll("orders") List<SalesEvent> orders, @ForAll @IntRange(min = 1, max = 31) int latest) {
    HistoryContract contract =
        new HistoryContract(
            List.of(ContractEvents.quantity(latest, new NumberRule.Repair.None())),
            Duration.ofDays(1));
    CustomerHistory history = contract.begin();
    NavigableSet<Sent> sent = new TreeSet<>(LATER);
    for (SalesEvent order : orders) {
      Decoded decoded = contract.judge(history, order);
      boolean isRight = quantities(order).stream().allMatch(MemoryOracleTest::isRight);
      if (!isRight && sent.isEmpty()) {
        assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
        continue;
      }
      SalesEvent accepted = (SalesEvent) ((Decoded.Accepted) decoded).event();
      assertThat(quantities(accepted)).isEqualTo(expected(order, sent, latest));
      assertThat(accepted.repaired().isEmpty()).isEqualTo(isRight);
      for (int i = 0; i < order.lines().size(); i++) {
        if (isRight(order.lines().get(i).qty())) {
          long id = Measure.hash(order.eventId()) >>> 32;
          // of an id that came with other lines before, the first number stays
          sent.add(new Sent(order.ts(), id, i, order.lines().get(i).qty()));
        }
      }
    }
  }

  @Provide
  Arbitrary<List<Long>> numbers() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(0, 200), Arbitraries.longs().between(0, 1_000_000_000_000L))
        .list()
        .ofMaxSize(1_500);
  }

  /** The oracle keeps the numbers themselves, and forgets every second one by the same rule. */
  @Property(tries = 500)
  void aSketchFindsTheQuantilesOfTheNumbersItHas(
      @ForAll("numbers") List<Long> numbers, @ForAll @IntRange(min = 1, max = 99) int percent)
      throws IOException {
    NumberSketch sketch = new NumberSketch();
    List<Long> kept = new ArrayList<>();
    for (long number : numbers) {
      sketch.add(7, number);
      kept.add(number);
      if (kept.size() == NumberSketch.MOST) {
        List<Long> sorted = kept.stream().sorted().toList();
        kept.clear();
        for (int i = 1; i < sorted.size(); i += 2) {
          kept.add(sorted.get(i));
        }
      }
      assertThat(sketch.total()).isEqualTo(kept.size()).isLessThan(NumberSketch.MOST);
    }
    if (!kept.isEmpty()) {
      List<Long> sorted = kept.stream().sorted().toList();
      int rank = 1;
      while (100 * rank < percent * sorted.size()) {
        rank++;
      }
      long exact = sorted.get(rank - 1);
      for (NumberSketch each : List.of(sketch, sketch.copy(), read(sketch))) {
        assertThat(Quantiles.bucket(each.quantile(percent))).isEqualTo(Quantiles.bucket(exact));
        assertThat((double) each.quantile(percent))
            .isBetween(exact * (1 - 1 / 64.0) - 1, exact * (1 + 1 / 64.0) + 1);
      }
    }
  }

  private static NumberSketch read(NumberSketch sketch) throws IOException {
    BytesOutput out = new BytesOutput();
    sketch.write(out);
    assertThat(out.size()).as("bytes of %d numbers", sketch.total()).isLessThan(2_100);
    return (NumberSketch)
        Memory.Form.SKETCH.read(new BytesInput().open(out.array(), 0, out.size()));
  }
}
