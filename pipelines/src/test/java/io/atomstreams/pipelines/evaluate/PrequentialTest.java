package io.atomstreams.pipelines.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.drift.Detector;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrequentialTest {

  /** What nobody stores here. */
  private abstract static class Unstored<S> implements StateCodec<S> {

    private static final long serialVersionUID = 1L;

    @Override
    public String id() {
      return "test";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(S state, DataOutput out) {
      throw new UnsupportedOperationException();
    }

    @Override
    public S read(DataInput in, int version) {
      throw new UnsupportedOperationException();
    }

    @Override
    public S copy(S state) {
      throw new UnsupportedOperationException();
    }
  }

  /** Writes down what it is asked and taught; says class 0. */
  private static final class Diary implements Learner<List<String>> {

    private static final long serialVersionUID = 1L;
    private final transient List<String> entries = new ArrayList<>();
    private final Schema schema;

    Diary(int attributes, Target target) {
      List<Attribute> all = new ArrayList<>();
      for (int i = 0; i < attributes; i++) {
        all.add(Attribute.number("a" + i));
      }
      schema = new Schema(all, target);
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public StateCodec<List<String>> codec() {
      return new Unstored<>() {
        private static final long serialVersionUID = 1L;

        @Override
        public List<String> create() {
          entries.add("begin");
          return entries;
        }
      };
    }

    @Override
    public void predict(List<String> state, double[] row, double[] out) {
      state.add("predict " + Arrays.toString(row));
      out[0] = 1;
    }

    @Override
    public void learn(List<String> state, double[] row, double target, double weight) {
      state.add("learn " + Arrays.toString(row) + " " + target);
    }

    @Override
    public long memoryBytes(List<String> state) {
      return state.size();
    }
  }

  /** Sees a drift with every third error. */
  private static final class EveryThird implements Detector<int[]> {

    private static final long serialVersionUID = 1L;

    @Override
    public StateCodec<int[]> codec() {
      return new Unstored<>() {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] create() {
          return new int[1];
        }
      };
    }

    @Override
    public Domain domain() {
      return Domain.BINARY;
    }

    @Override
    public Signal update(int[] state, double value) {
      state[0] += (int) value;
      return value == 1 && state[0] % 3 == 0 ? Signal.DRIFT : Signal.NONE;
    }
  }

  private static void feed(Prequential<?> run, double... targets) {
    for (int i = 0; i < targets.length; i++) {
      run.next(new double[] {i}, targets[i], i % 2);
    }
  }

  @Test
  void learnsEachLabelSoManyRowsLate() {
    Diary diary = new Diary(1, Target.binary());
    Prequential<?> run = new Prequential<>(diary, null, false, 2, 0, -1);
    feed(run, 1, 0, 1, 1);

    assertThat(diary.entries)
        .containsExactly(
            "begin",
            "predict [0.0]",
            "predict [1.0]",
            "predict [2.0]",
            "learn [0.0] 1.0",
            "predict [3.0]",
            "learn [1.0] 0.0");
    // no change: nothing known for three rows, then 1
    assertThat(run.account().noChange().of("accuracy")).isEqualTo(0.25);
  }

  @Test
  void showsTheLatestKnownLabelsNoEarlierThanTheyAreKnown() {
    Diary diary = new Diary(3, Target.classes(4));
    feed(new Prequential<>(diary, null, false, 1, 2, -1), 1, 2, 3, 0);

    assertThat(diary.entries)
        .containsExactly(
            "begin",
            "predict [0.0, NaN, NaN]",
            "predict [1.0, NaN, NaN]",
            "learn [0.0, NaN, NaN] 1.0",
            "predict [2.0, 1.0, NaN]",
            "learn [1.0, NaN, NaN] 2.0",
            "predict [3.0, 2.0, 1.0]",
            "learn [2.0, 1.0, NaN] 3.0");
  }

  @Test
  void aFoldPredictsItsOwnRowsAndLearnsTheOthers() {
    Diary diary = new Diary(1, Target.binary());
    feed(new Prequential<>(diary, null, false, 0, 0, 1), 1, 1, 0, 0);

    assertThat(diary.entries)
        .containsExactly(
            "begin", "learn [0.0] 1.0", "predict [1.0]", "learn [2.0] 0.0", "predict [3.0]");
  }

  @Test
  void beginsAnewAfterADrift() {
    for (boolean reset : new boolean[] {false, true}) {
      Diary diary = new Diary(1, Target.binary());
      Prequential<?> run =
          new Prequential<>(diary, new ErrorWatch<>(new EveryThird(), false), reset, 1, 0, -1);
      feed(run, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0);

      // the third error is row 3's, known after row 4; the sixth is row 8's, known after row 9
      assertThat(run.drifts()).containsExactly(4L, 9L);
      assertThat(diary.entries.stream().filter("begin"::equals)).hasSize(reset ? 3 : 1);
    }
  }

  @Test
  void showsADetectorDistancesAsItTakesThem() {
    ErrorWatch<int[]> watch = new ErrorWatch<>(new EveryThird(), true);
    boolean[] changed = new boolean[6];
    double[] distances = {1, 5, 0, 9, 0, 30};
    for (int i = 0; i < distances.length; i++) {
      changed[i] = watch.hasChanged(distances[i]);
    }
    // above the mean so far: 5, 9 and 30
    assertThat(changed).containsExactly(false, false, false, false, false, true);
  }
}
