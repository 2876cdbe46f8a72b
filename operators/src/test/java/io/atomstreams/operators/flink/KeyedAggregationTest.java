package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.flink.FeatureHarness.Backend;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.online.Cut;
import io.atomstreams.operators.online.Judged;
import io.atomstreams.operators.online.Learned;
import io.atomstreams.operators.online.LearningFold;
import io.atomstreams.operators.online.Lesson;
import io.atomstreams.operators.online.SampleExamples;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyedAggregationTest {

  private static final int EXAMPLES = 900;
  private static final int DISORDER = 60;

  /**
   * The slow obvious version: everything sorted, every instant asked for, one key after the other.
   */
  private static <S> Map<String, List<String>> expected(
      LearningFold<S> fold, List<Example> examples) {
    Map<String, List<Example>> byKey = new LinkedHashMap<>();
    for (Example example : examples) {
      byKey.computeIfAbsent(fold.key(example), key -> new ArrayList<>()).add(example);
    }
    Map<String, List<String>> outputs = new LinkedHashMap<>();
    byKey.forEach(
        (key, inputs) -> {
          List<String> texts = new ArrayList<>();
          Consumer<Lesson> out = lesson -> texts.add(text(lesson));
          Learned<S> state = fold.codec().create();
          inputs.sort(Comparator.comparingLong(fold::time).thenComparing(fold.ties()));
          for (Example input : inputs) {
            while (fold.due(state) <= fold.time(input)) {
              fold.onTime(state, fold.due(state), out);
            }
            fold.add(state, input, out);
          }
          while (fold.due(state) != Fold.NEVER) {
            fold.onTime(state, fold.due(state), out);
          }
          outputs.put(key, texts);
        });
    return outputs;
  }

  private static String text(Lesson lesson) {
    return lesson instanceof Cut cut
        ? "cut %d %d %s %s %s"
            .formatted(
                cut.shard(),
                cut.at(),
                java.util.HexFormat.of().formatHex(cut.state()),
                cut.account(),
                java.util.Arrays.toString(cut.rows()))
        : lesson.toString();
  }

  /** Examples as they might arrive: none further from its place than the disorder. */
  private static List<Example> arrivals(List<Example> examples, long seed) {
    Random random = new Random(seed);
    List<Example> arrived = new ArrayList<>(examples);
    for (int from = 0; from < arrived.size(); from += DISORDER) {
      Collections.shuffle(arrived.subList(from, Math.min(arrived.size(), from + DISORDER)), random);
    }
    return arrived;
  }

  private static <S> FoldHarness<Example, Lesson, Object> host(
      Backend backend, LearningFold<S> fold, OperatorSubtaskState snapshot) throws Exception {
    @SuppressWarnings("unchecked") // the harness never looks at what the state is
    Fold<Object, Example, Lesson> any = (Fold<Object, Example, Lesson>) (Fold<?, ?, ?>) fold;
    return FoldHarness.of(
        backend,
        any,
        fold::key,
        CodecTypeInformation.example(),
        CodecTypeInformation.lesson(),
        snapshot);
  }

  /** Runs with watermarks, snapshots and restores at random places. */
  private static Map<String, List<String>> run(
      Backend backend, LearningFold<?> fold, List<Example> examples, long seed, boolean restores)
      throws Exception {
    Random random = new Random(seed);
    List<Example> arrivals = arrivals(examples, seed);
    Map<String, List<String>> outputs = new LinkedHashMap<>();
    FoldHarness<Example, Lesson, Object> host = host(backend, fold, null);
    for (int i = 0; i < arrivals.size(); i++) {
      host.add(arrivals.get(i));
      if (i % DISORDER == DISORDER - 1) {
        host.watermark(
            arrivals.subList(i + 1 - DISORDER, i + 1).stream()
                    .mapToLong(Example::ts)
                    .max()
                    .orElseThrow()
                - 1);
      }
      if (restores && random.nextInt(200) == 0) {
        collect(host, outputs);
        OperatorSubtaskState snapshot = host.snapshot(i);
        host.add(arrivals.get(0)); // changes what the snapshot must not see
        host.watermark(Long.MAX_VALUE);
        host.close();
        host = host(backend, fold, snapshot);
      }
    }
    host.watermark(Long.MAX_VALUE);
    collect(host, outputs);
    assertThat(host.timers()).isZero();
    host.close();
    return outputs;
  }

  private static void collect(
      FoldHarness<Example, Lesson, Object> host, Map<String, List<String>> outputs) {
    for (Lesson lesson : host.takeOutputs()) {
      String key = lesson instanceof Cut cut ? cut.learner() + "/" + cut.shard() : "";
      outputs.computeIfAbsent(key, k -> new ArrayList<>()).add(text(lesson));
    }
  }

  /** Cuts by shard as they come; judged scores of all shards together, sorted. */
  private static Map<String, List<String>> byShard(Map<String, List<String>> outputs) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    List<String> judged = new ArrayList<>();
    outputs.forEach(
        (key, texts) -> {
          for (String text : texts) {
            if (text.startsWith("cut")) {
              result.computeIfAbsent(text.substring(0, 5), k -> new ArrayList<>()).add(text);
            } else {
              judged.add(text);
            }
          }
        });
    Collections.sort(judged);
    result.put("judged", judged);
    return result;
  }

  @ParameterizedTest
  @EnumSource
  void whatComesOutDoesNotDependOnTheOrderOfArrival(Backend backend) throws Exception {
    LearningFold<?> fold = LearningFold.of(SampleExamples.options("prior", 3, List.of()));
    List<Example> examples = SampleExamples.stream(EXAMPLES, 500, 1);
    Map<String, List<String>> expected = byShard(expected(fold, examples));
    assertThat(expected).containsKeys("cut 0", "cut 1", "cut 2", "judged");

    for (long seed = 1; seed <= 2; seed++) {
      assertThat(byShard(run(backend, fold, examples, seed, false))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRestoredRunSaysTheSameBitForBit(Backend backend) throws Exception {
    LearningFold<?> fold = LearningFold.of(SampleExamples.options("prior", 1, List.of()));
    List<Example> examples = SampleExamples.stream(EXAMPLES, 500, 2);
    Map<String, List<String>> expected = byShard(expected(fold, examples));

    for (long seed = 1; seed <= 2; seed++) {
      assertThat(byShard(run(backend, fold, examples, seed, true))).isEqualTo(expected);
    }
  }

  @Test
  void whatComesBehindTheWatermarkIsTakenInAtOnce() throws Exception {
    LearningFold<?> fold = LearningFold.of(SampleExamples.options("prior", 1, List.of()));
    List<Example> examples = SampleExamples.stream(10, 10, 3);
    try (var host = host(Backend.HEAP, fold, null)) {
      host.add(examples.get(9));
      host.watermark(examples.get(9).ts());
      assertThat(host.takeOutputs()).isNotEmpty();

      host.add(examples.get(0));

      assertThat(host.takeOutputs())
          .isNotEmpty()
          .allSatisfy(
              lesson -> assertThat(((Judged) lesson).exampleId()).isEqualTo(examples.get(0).id()));
    }
  }

  /** Counts inputs; sums up ten after the last. */
  private record Counting(boolean isStuck, long life) implements Fold<long[], Long, Long> {

    private static final long serialVersionUID = 1;

    @Override
    public StateCodec<long[]> codec() {
      return new Counters();
    }

    @Override
    public long time(Long input) {
      return input;
    }

    @Override
    public Comparator<Long> ties() {
      return Comparator.naturalOrder();
    }

    @Override
    public void add(long[] state, Long input, Consumer<Long> out) {
      state[0]++;
      state[1] = input;
      state[2] = input + 10;
    }

    @Override
    public long due(long[] state) {
      return state[2];
    }

    @Override
    public void onTime(long[] state, long time, Consumer<Long> out) {
      out.accept(state[0]);
      state[2] = isStuck ? time : NEVER;
    }

    @Override
    public long expiry(long[] state) {
      return state[1] + life;
    }
  }

  private record Counters() implements StateCodec<long[]> {

    private static final long serialVersionUID = 1;

    @Override
    public String id() {
      return "counters";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public long[] create() {
      return new long[] {0, 0, Fold.NEVER};
    }

    @Override
    public void write(long[] state, DataOutput out) throws IOException {
      for (long value : state) {
        out.writeLong(value);
      }
    }

    @Override
    public long[] read(DataInput in, int version) throws IOException {
      return new long[] {in.readLong(), in.readLong(), in.readLong()};
    }

    @Override
    public long[] copy(long[] state) {
      return state.clone();
    }
  }

  private static FoldHarness<Long, Long, long[]> counting(
      Backend backend, boolean isStuck, long life) throws Exception {
    return FoldHarness.of(
        backend,
        new Counting(isStuck, life),
        input -> "" + input % 400,
        Types.LONG,
        Types.LONG,
        null);
  }

  @ParameterizedTest
  @EnumSource
  void keysGoAwayWhenTheirTimeIsOver(Backend backend) throws Exception {
    try (var host = counting(backend, false, 100)) {
      for (long i = 0; i < 2000; i++) {
        host.add(i);
      }
      host.watermark(1999);
      host.snapshot(1);
      assertThat(host.keys()).isPositive();
      host.watermark(2100);

      assertThat(host.keys()).isZero();
      assertThat(host.timers()).isZero();
      assertThat(host.takeOutputs()).hasSize(2000).containsOnly(1L);
    }
  }

  @Test
  void moreKeysThanAreHeldAreWrittenAndReadAgain() throws Exception {
    try (var host = counting(Backend.ROCKSDB, false, 10_000)) {
      for (long key = 0; key < 400; key++) {
        host.add(key);
        host.add(key + 400);
      }
      host.watermark(390);
      host.watermark(1000);

      List<Long> counts = host.takeOutputs();
      assertThat(counts).hasSize(800);
      assertThat(counts).filteredOn(count -> count == 2).hasSize(400);
    }
  }

  @Test
  void aClockThatStandsStillIsRefusedByName() throws Exception {
    try (var host = counting(Backend.HEAP, true, 100)) {
      host.add(1L);

      assertThatThrownBy(() -> host.watermark(50))
          .hasMessageContaining("Counting was due at 11 and is due at 11 afterwards");
    }
  }
}
