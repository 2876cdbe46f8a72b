package io.atomstreams.operators.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.evidence.BoundedLoss;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What each fold of the learning job keeps after 0 to 300 examples: written as ever, read as ever,
 * and a copy stays as it was while the other goes on.
 */
class FoldStateGoldenTest {

  private static final Path FILE = Path.of("../testdata/golden/fold-states-v1.hex");
  private static final int[] COUNTS = {0, 1, 60, 300};

  private static Map<String, String> states() throws IOException {
    Map<String, String> states = new TreeMap<>();
    for (int count : COUNTS) {
      List<Example> examples =
          SampleExamples.stream(300, 200, 20240120).stream().limit(count).toList();
      states.put("learning " + count, learning(examples));
      states.put("watching " + count, after(SampleExamples.detection("ddm"), examples));
      states.put("contest " + count, contest(examples));
      states.put("evaluated " + count, evaluated(examples));
      states.put("intervals " + count, intervals(examples));
      states.put("shards " + count, shards(examples));
    }
    return states;
  }

  private static String learning(List<Example> examples) throws IOException {
    return learning(LearningFold.of(SampleExamples.options("prior", 1, List.of())), examples);
  }

  private static <S> String learning(LearningFold<S> fold, List<Example> examples)
      throws IOException {
    return after(fold, examples);
  }

  private static String contest(List<Example> examples) throws IOException {
    return after(new PromotionFold("churn", BoundedLoss.BRIER, 60_000), examples);
  }

  private static String evaluated(List<Example> examples) throws IOException {
    Segments groups = new Segments(false, List.of(), List.of(Segments.TENANT));
    List<Judged> judged = new ArrayList<>();
    examples.forEach(example -> judged.add(EvaluationFold.judged(example, groups).get(1)));
    return after(new EvaluationFold(SampleExamples.evaluations(3_600_000)), judged);
  }

  private static String intervals(List<Example> examples) throws IOException {
    Segments tenants = new Segments(true, List.of());
    List<Judged> judged = new ArrayList<>();
    examples.forEach(example -> judged.add(EvaluationFold.judged(example, tenants).get(1)));
    return after(
        new IntervalFold(new IntervalFold.Options(SampleExamples.LABEL, 60_000, 0.9, 100, 10)),
        judged);
  }

  private static String shards(List<Example> examples) throws IOException {
    LearningFold.Options options = SampleExamples.options("prior", 2, List.of());
    List<Cut> cuts = new ArrayList<>();
    cuts(LearningFold.of(options), examples, cuts);
    cuts.sort(Comparator.comparing(Cut::at));
    Fold<Shards, Cut, Version> fold = VersionFold.of(options, "m");
    Shards state = fold.codec().create();
    cuts.forEach(cut -> fold.add(state, cut, version -> {}));
    return hex(fold.codec(), state);
  }

  private static <S> void cuts(LearningFold<S> fold, List<Example> examples, List<Cut> cuts) {
    Map<String, Learned<S>> states = new TreeMap<>();
    for (Example example : examples) {
      Learned<S> state = states.computeIfAbsent(fold.key(example), key -> fold.codec().create());
      fold.add(state, example, lesson -> {});
    }
    states.values().stream()
        .filter(state -> fold.due(state) != Fold.NEVER)
        .forEach(state -> fold.onTime(state, fold.due(state), cut -> cuts.add((Cut) cut)));
  }

  private static <S, I, O> String after(Fold<S, I, O> fold, List<I> inputs) throws IOException {
    S state = fold.codec().create();
    S early = fold.codec().copy(state);
    String before = hex(fold.codec(), early);
    inputs.forEach(input -> fold.add(state, input, out -> {}));
    String bytes = hex(fold.codec(), state);
    assertThat(hex(fold.codec(), early)).isEqualTo(before);
    assertThat(hex(fold.codec(), fold.codec().copy(state))).isEqualTo(bytes);
    byte[] array = HexFormat.of().parseHex(bytes);
    S read = fold.codec().read(new BytesInput().open(array, 0, array.length), 1);
    assertThat(hex(fold.codec(), read)).isEqualTo(bytes);
    return bytes;
  }

  private static <S> String hex(StateCodec<S> codec, S state) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(state, out);
    return HexFormat.of().formatHex(Arrays.copyOf(out.array(), out.size()));
  }

  @Test
  void statesAreWrittenAsEver() throws IOException {
    List<String> lines = new ArrayList<>();
    states().forEach((name, bytes) -> lines.add(name + " " + bytes));
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.write(FILE, lines);
    }

    assertThat(lines).isEqualTo(Files.readAllLines(FILE));
  }
}
