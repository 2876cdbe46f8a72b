package io.atomstreams.operators.learning.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.state.CounterRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionTest {

  private static final List<Attribute> MIXED =
      List.of(Attribute.number("a"), Attribute.category("b", 3), Attribute.number("c"));
  private static final float[] PER_UNIT = {1, 1, 1};

  private static Examples halve(Examples examples, int classes) {
    return new Compression(MIXED, PER_UNIT, new CounterRandom(1)).halve(examples, classes);
  }

  @Test
  void leavesAtMostHalfOfEachClass() {
    Examples examples = new Examples(MIXED);
    CounterRandom random = new CounterRandom(7);
    for (int i = 0; i < 90; i++) {
      float[] row = {(float) random.nextDouble(), random.nextInt(3), Float.NaN};
      examples.add(row, i % 3 == 0 ? 0 : 2, 1, (byte) 0);
    }
    Examples halved = halve(examples, 3);

    int[] of = new int[3];
    for (int i = 0; i < halved.size(); i++) {
      of[halved.label(i)]++;
      assertThat(halved.value(i, 0)).isBetween(0f, 1f);
      assertThat(halved.value(i, 1)).isIn(0f, 1f, 2f);
      assertThat(halved.value(i, 2)).as("what all lack, the centre lacks").isNaN();
    }
    assertThat(of[0]).isBetween(8, 15);
    assertThat(of[1]).isZero();
    assertThat(of[2]).isBetween(16, 30);
  }

  @Test
  void putsACentreIntoEachPair() {
    Examples examples = new Examples(MIXED);
    for (int pair = 0; pair < 5; pair++) {
      examples.add(new float[] {100 * pair - 1, 1, 2}, 0, 1, (byte) 0);
      examples.add(new float[] {100 * pair + 1, 1, 4}, 0, 3, (byte) 0);
    }
    Examples halved = halve(examples, 1);

    assertThat(halved.size()).isEqualTo(5);
    for (int i = 0; i < halved.size(); i++) {
      assertThat(halved.value(i, 0) % 100).isZero();
      assertThat(halved.value(i, 1)).isEqualTo(1);
      assertThat(halved.value(i, 2)).isEqualTo(3);
      assertThat(halved.weight(i)).isEqualTo(2);
    }
  }

  @Test
  void makesOneOfWhatIsEqual() {
    Examples examples = new Examples(MIXED);
    for (int i = 0; i < 50; i++) {
      examples.add(new float[] {4, 2, 4}, 0, 1, (byte) 0);
    }
    assertThat(halve(examples, 1).size()).isEqualTo(1);
  }
}
