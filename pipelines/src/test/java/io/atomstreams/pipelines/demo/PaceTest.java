package io.atomstreams.pipelines.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final OptionalDouble NONE = OptionalDouble.empty();

  @Test
  void simulatesAsManyCustomersAsRateAndSpeedNeed() {
    Pace pace = Pace.unbounded(OptionalDouble.of(800), OptionalDouble.of(86_400));

    assertThat(pace.customers()).isEqualTo(1_000);
  }

  @Test
  void keepsTheThreeInProportionWhateverIsGiven() {
    for (Pace pace :
        new Pace[] {
          Pace.unbounded(NONE, NONE),
          Pace.bounded(50_000, NONE, NONE),
          Pace.bounded(50_000, OptionalDouble.of(500), NONE),
          Pace.bounded(50_000, NONE, OptionalDouble.of(1_000_000))
        }) {
      double rate = pace.customers() * Pace.EVENTS_PER_CUSTOMER_DAY * pace.speed() / 86_400;
      assertThat(pace.rate()).isCloseTo(rate, within(rate * 0.001));
    }
  }

  @Test
  void fillsHalfOfABoundedRunWithHistory() {
    Pace pace = Pace.bounded(96_000, NONE, NONE);

    assertThat(pace.customers() * Pace.EVENTS_PER_CUSTOMER_DAY * Pace.HISTORY.toDays())
        .isCloseTo(48_000, within(100.0));
  }
}
