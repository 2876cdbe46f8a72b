package io.atomstreams.operators.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DetectionFoldTest {

  private static final int COUNT = 6000;
  private static final int CHANGE = 4000;
  private static final DetectionFold FOLD = SampleExamples.detection("adwin:delta=0.002");

  /** What is asked of each example. */
  private interface World {
    Example at(int number, long ts, SplittableRandom random);
  }

  private static List<Example> stream(World world) {
    SplittableRandom random = new SplittableRandom(17);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      examples.add(world.at(i, 1_000_000_000_000L + i * 700L, random));
    }
    return examples;
  }

  private static Example example(int number, long ts, double target, float[] vector, double said) {
    return SampleExamples.example(number, ts, target, Example.Kind.FIRST, 1, vector, said);
  }

  private static float[] vector(SplittableRandom random) {
    return new float[] {random.nextFloat() * 4 - 2, random.nextFloat(), random.nextFloat()};
  }

  /** What the answers are when what is said is right. */
  private static double target(double said, SplittableRandom random) {
    return random.nextDouble() < said ? 1 : 0;
  }

  private static double said(float[] vector) {
    return vector[0] > 0 ? 0.9 : 0.1;
  }

  private static List<Drift> drifts(List<Example> examples) {
    List<Drift> drifts = new ArrayList<>();
    Watching state = FOLD.codec().create();
    examples.forEach(example -> FOLD.add(state, example, drifts::add));
    return drifts.stream().filter(drift -> drift.level() == Drift.Level.DRIFT).toList();
  }

  private static Drift first(List<Drift> drifts) {
    assertThat(drifts).isNotEmpty();
    Drift first = drifts.get(0);
    assertThat(first.source().offset()).isBetween((long) CHANGE, CHANGE + 600L);
    return first;
  }

  @Test
  void otherAnswersToTheSameInputsAreAConceptDrift() {
    Drift drift =
        first(
            drifts(
                stream(
                    (i, ts, random) -> {
                      float[] vector = vector(random);
                      double said = said(vector);
                      double holds = i < CHANGE ? said : 1 - said;
                      return example(i, ts, target(holds, random), vector, said);
                    })));

    assertThat(drift.cause().name()).isEqualTo("concept_drift");
    assertThat(drift.cause().segment()).isEqualTo("all");
    assertThat(drift.cause().features()).isEmpty();
  }

  @Test
  void theTenantWhoseAnswersTurnedIsNamed() {
    Drift drift =
        first(
            drifts(
                stream(
                    (i, ts, random) -> {
                      float[] vector = vector(random);
                      double said = said(vector);
                      boolean turned = i >= CHANGE && i % 3 == 0;
                      return example(i, ts, target(turned ? 1 - said : said, random), vector, said);
                    })));

    assertThat(drift.cause().name()).isEqualTo("concept_drift");
    assertThat(drift.cause().segment()).isEqualTo("tenant=acme");
  }

  @Test
  void valuesThatAreMissingAreABreakOfTheData() {
    Drift drift =
        first(
            drifts(
                stream(
                    (i, ts, random) -> {
                      float[] vector = vector(random);
                      double holds = said(vector);
                      if (i >= CHANGE && random.nextInt(10) < 7) {
                        vector[0] = Float.NaN;
                      }
                      return example(i, ts, target(holds, random), vector, said(vector));
                    })));

    assertThat(drift.cause().name()).isEqualTo("data_break");
    assertThat(drift.cause().features()).extracting(Drift.Moved::feature).startsWith("a");
    assertThat(drift.cause().features().get(0).psi()).isGreaterThan(0.25);
    assertThat(drift.cause().features().get(0).adjusted()).isLessThan(0.001);
  }

  @Test
  void otherInputsWhoseAnswersWereForeseenAreACovariateShift() {
    Drift drift =
        first(
            drifts(
                stream(
                    (i, ts, random) -> {
                      float[] vector = vector(random);
                      vector[1] = i < CHANGE ? vector[1] * 0.5f : 0.5f + vector[1] * 0.5f;
                      double said = vector[1] < 0.5f ? said(vector) : 0.5;
                      return example(i, ts, target(said, random), vector, said);
                    })));

    assertThat(drift.cause().name()).isEqualTo("covariate_shift");
    assertThat(drift.cause().features()).extracting(Drift.Moved::feature).containsExactly("b");
  }

  @Test
  void answersThatComeTooLateAreALabelDelay() {
    List<Example> examples = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(19);
    for (int i = 0; i < COUNT; i++) {
      long ts = 1_000_000_000_000L + i * 700L;
      float[] vector = vector(random);
      double target = target(said(vector), random);
      boolean isLate = i >= CHANGE && target == 1 && random.nextInt(3) > 0;
      examples.add(example(i, ts, isLate ? 0 : target, vector, said(vector)));
      if (isLate) {
        examples.add(
            SampleExamples.example(i, ts + 9, 0, Example.Kind.RETRACTED, -1, vector, said(vector)));
        examples.add(
            SampleExamples.example(i, ts + 9, 1, Example.Kind.CORRECTED, 1, vector, said(vector)));
      }
    }

    assertThat(first(drifts(examples)).cause().name()).isEqualTo("label_delay");
  }

  @Test
  void nothingIsSaidOfAStreamThatStaysAsItWas() {
    assertThat(
            drifts(
                stream(
                    (i, ts, random) -> {
                      float[] vector = vector(random);
                      return example(i, ts, target(said(vector), random), vector, said(vector));
                    })))
        .isEmpty();
  }

  @Test
  void aDetectorGoesOnFromItsBytesAsIfNothingHadHappened() throws IOException {
    List<Example> examples = SampleExamples.stream(COUNT, CHANGE, 5);
    List<Drift> calm = new ArrayList<>();
    List<Drift> restored = new ArrayList<>();
    Watching state = FOLD.codec().create();
    Watching other = FOLD.codec().create();
    for (int i = 0; i < examples.size(); i++) {
      FOLD.add(state, examples.get(i), calm::add);
      FOLD.add(other, examples.get(i), restored::add);
      if (i % 211 == 0) {
        BytesOutput out = new BytesOutput();
        FOLD.codec().write(other, out);
        other = FOLD.codec().read(new BytesInput().open(out.array(), 0, out.size()), 1);
      }
    }

    assertThat(calm).isNotEmpty();
    assertThat(restored).isEqualTo(calm);
  }
}
