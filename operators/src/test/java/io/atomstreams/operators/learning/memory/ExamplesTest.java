package io.atomstreams.operators.learning.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ExamplesTest {

  private static final List<Attribute> MIXED =
      List.of(Attribute.number("a"), Attribute.category("b", 3), Attribute.number("c"));

  private static final float[] PER_UNIT = {0.5f, 1, 2};

  private static float[] row(CounterRandom random) {
    return new float[] {
      random.nextInt(4) == 0 ? Float.NaN : random.nextInt(10),
      random.nextInt(4) == 0 ? Float.NaN : random.nextInt(3),
      random.nextInt(10)
    };
  }

  /** The same, said slowly. */
  private static float distance(float[] one, float[] other) {
    float sum = 0;
    for (int a = 0; a < one.length; a++) {
      float away = one[a] - other[a];
      if (Float.isNaN(away) || (a == 1 && away != 0)) {
        sum += Examples.UNLIKE;
      } else if (a != 1) {
        sum += away * PER_UNIT[a] * (away * PER_UNIT[a]);
      }
    }
    return sum;
  }

  @Property(tries = 50)
  void knowsTheDistancesToWhatIsLeftWhateverCameAndWent(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int steps) throws IOException {
    CounterRandom random = new CounterRandom(seed);
    Examples examples = new Examples(MIXED);
    List<float[]> oracle = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      float[] next = row(random);
      examples.add(next, i % 3, i, (byte) 0);
      oracle.add(next);
      if (random.nextInt(20) == 0) {
        int count = random.nextInt(oracle.size());
        examples.removeOldest(count);
        oracle = new ArrayList<>(oracle.subList(count, oracle.size()));
      }
      if (random.nextInt(40) == 0) {
        boolean[] marked = new boolean[oracle.size()];
        List<float[]> kept = new ArrayList<>();
        for (int j = 0; j < marked.length; j++) {
          marked[j] = random.nextInt(2) == 0;
          if (!marked[j]) {
            kept.add(oracle.get(j));
          }
        }
        examples.removeMarked(marked);
        oracle = kept;
      }
    }
    float[] query = row(random);
    for (Examples each : List.of(examples, examples.copy(), restored(examples))) {
      assertThat(each.size()).isEqualTo(oracle.size());
      float[] distances = new float[oracle.size()];
      each.distances(query, PER_UNIT, distances);
      for (int i = 0; i < distances.length; i++) {
        assertThat(distances[i]).isEqualTo(distance(query, oracle.get(i)));
      }
    }
  }

  private static Examples restored(Examples examples) throws IOException {
    BytesOutput out = new BytesOutput();
    examples.write(out);
    return Examples.read(MIXED, new BytesInput().open(out.array(), 0, out.size()));
  }

  @Property(tries = 50)
  void findsTheNearestOfAll(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 60) int size,
      @ForAll @IntRange(min = 1, max = 7) int wanted) {
    CounterRandom random = new CounterRandom(seed);
    Examples examples = new Examples(MIXED);
    float[] squared = new float[size];
    for (int i = 0; i < size; i++) {
      examples.add(row(random), i % 2, 1, (byte) 0);
      squared[i] = random.nextInt(20);
    }
    Neighbours found = new Neighbours(wanted);
    found.clear();
    found.addAll(examples, squared, 0, size);

    List<Integer> sorted = new ArrayList<>();
    for (int i = size - 1; i >= 0; i--) {
      sorted.add(i);
    }
    sorted.sort((one, other) -> Float.compare(squared[one], squared[other]));
    assertThat(found.size()).isEqualTo(Math.min(size, wanted));
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.index(i)).isEqualTo(sorted.get(i));
    }
  }
}
