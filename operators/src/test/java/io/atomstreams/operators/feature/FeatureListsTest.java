package io.atomstreams.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An added feature shares what is there only if it finds there all it would have had. */
class FeatureListsTest {

  private static FeatureSpec feature(String name, EventType on, Duration window) {
    return new FeatureSpec.Windowed(
        name, Aggregations.byName("sum").with(Map.of()), Measure.ORDER_VALUE, Set.of(on), window);
  }

  private static FeatureSpec spend(Duration window) {
    return feature("spend_" + window, EventType.ORDER_PLACED, window);
  }

  private static FeatureSpec refunds(Duration window) {
    return feature("refunds_" + window, EventType.REFUNDED, window);
  }

  private static int[] additions(List<FeatureSpec> declared, FeatureSpec... added) {
    FeatureAddition[] additions = new FeatureAddition[added.length];
    Arrays.setAll(
        additions, i -> new FeatureAddition("l|" + (i + 1), i + 1, List.of(added[i]), Map.of()));
    return new FeatureLists(new FeatureList("l", declared), List.of(additions))
        .latest().features().stream()
            .mapToInt(f -> ((FeatureSpec.Windowed) f).addition())
            .toArray();
  }

  @Test
  void aShorterWindowAsFineAsItsColumnSharesIt() {
    assertThat(additions(List.of(spend(Duration.ofDays(90))), spend(Duration.ofDays(30))))
        .containsExactly(0, 0);
  }

  @Test
  void aLongerWindowHasAColumnOfItsOwnWhichLaterOnesShare() {
    assertThat(
            additions(
                List.of(spend(Duration.ofDays(30))),
                spend(Duration.ofDays(90)),
                spend(Duration.ofDays(60))))
        .containsExactly(0, 1, 1);
  }

  /** The past of a column lies in the slices of what brought it, however fine others are. */
  @Test
  void aColumnWithACoarserPastIsNotShared() {
    assertThat(
            additions(
                List.of(spend(Duration.ofDays(30))),
                refunds(Duration.ofMinutes(10)),
                spend(Duration.ofMinutes(10))))
        .containsExactly(0, 1, 2);
    assertThat(
            additions(
                List.of(refunds(Duration.ofDays(1))),
                spend(Duration.ofDays(30)),
                spend(Duration.ofDays(1))))
        .containsExactly(0, 1, 2);
  }

  @Test
  void numbersHaveNoGaps() {
    FeatureList declared = new FeatureList("l", List.of(spend(Duration.ofDays(1))));
    FeatureAddition third =
        new FeatureAddition("l|3", 3, List.of(spend(Duration.ofDays(2))), Map.of());
    assertThatThrownBy(() -> new FeatureLists(declared, List.of(third)))
        .hasMessage(
            "addition 3 to features l follows addition 0; they must be numbered without gaps");
  }
}
