package io.atomstreams.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  @Property(tries = 300)
  void aSumIsTheExactOneRoundedOnce(
      @ForAll List<@DoubleRange(min = -1e300, max = 1e300) Double> numbers) {
    assertRounded(numbers);
  }

  @Property(tries = 300)
  void numbersOfAllSizesAreSummed(@ForAll long seed) {
    Random random = new Random(seed);
    assertRounded(
        random
            .longs(50)
            .mapToObj(Double::longBitsToDouble)
            .map(x -> Double.isFinite(x) ? x / 64 : Double.MIN_VALUE)
            .toList());
    assertRounded(random.ints(20, -1000, 1000).mapToObj(x -> x * Double.MIN_VALUE).toList());
  }

  private static void assertRounded(List<Double> numbers) {
    ExactSum sum = new ExactSum();
    ExactSum other = new ExactSum();
    BigDecimal expected = BigDecimal.ZERO;
    for (double number : numbers) {
      (number > 0 ? sum : other).add(number);
      expected = expected.add(new BigDecimal(number));
    }
    sum.add(other);
    assertThat(sum.exactValue()).isEqualByComparingTo(expected);
    assertThat(sum.value() + 0.0).isEqualTo(expected.doubleValue());
  }

  @Test
  void whatIsLostInOrdinarySumsIsKept() {
    ExactSum sum = new ExactSum();
    for (double number : new double[] {1e300, 1, -1e300, 1e-300, -1}) {
      sum.add(number);
    }

    assertThat(sum.value()).isEqualTo(1e-300);
  }

  @Test
  void halfwayCasesGoToTheEvenNeighbour() {
    ExactSum sum = new ExactSum();
    sum.add(0x1p53);
    sum.add(1);
    assertThat(sum.value()).isEqualTo(0x1p53);
    sum.add(0x1p-1000);
    assertThat(sum.value()).isEqualTo(0x1p53 + 2);
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> new ExactSum().add(Double.NaN))
        .hasMessage("NaN cannot be summed; it must be finite");
  }
}
