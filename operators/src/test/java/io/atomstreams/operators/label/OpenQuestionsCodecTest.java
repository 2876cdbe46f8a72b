package io.atomstreams.operators.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.Feedback.About;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes that a release wrote stay readable, and go on as they would have there. */
class OpenQuestionsCodecTest {

  private static final Path FILE = Path.of("..", "testdata", "golden", "open-questions-v1.hex");
  private static final LabelJoin JOIN =
      new LabelJoin(
          List.of(
              JoinRun.label(
                  "a", PositiveOn.event(EventType.REFUNDED, Duration.ofMillis(100)), 110, 20),
              JoinRun.label("b", PositiveOn.feedback(Duration.ofMillis(90)), 90, 90)),
          JoinRun.options(3, 50, 30));
  private static final OpenQuestionsCodec CODEC = new OpenQuestionsCodec();

  /** After each of a dozen steps: every standing of a question, and all that may wait. */
  private static List<String> lines() throws IOException {
    OpenQuestions state = new OpenQuestions();
    List<String> lines = new ArrayList<>();
    for (int step = 0; step < 12; step++) {
      long now = 1000 + 10L * step;
      step(state, step, now);
      JOIN.advance(state, now - 5, new Nobody(), example -> {});
      lines.add(step + " " + HexFormat.of().formatHex(bytes(state)) + " " + future(state, now));
    }
    return lines;
  }

  private static void step(OpenQuestions state, int step, long now) {
    LabelAccount account = new Nobody();
    FeatureRecord order = JoinRun.order(step, now);
    switch (step) {
      case 0, 2, 4, 8 -> JOIN.take(state, order, now - 5, account);
      case 1, 9 ->
          JOIN.take(
              state, JoinRun.score(order, "ü\ud800@1", Prediction.Role.SHADOW), now - 5, account);
      case 3, 10 ->
          JOIN.take(
              state,
              JoinRun.record(step, now, now, EventType.REFUNDED, Outcome.UPDATED, "acme|c"),
              now - 5,
              account);
      case 5 ->
          JOIN.take(
              state, JoinRun.said(5, "b", About.source(JoinRun.source(4)), -0.5, now), account);
      case 6 ->
          JOIN.take(
              state,
              JoinRun.score(JoinRun.order(4, 1040), "m@1", Prediction.Role.CHAMPION),
              now - 5,
              account);
      default ->
          JOIN.take(state, JoinRun.said(step, "a", About.prediction("p"), 1, now + 7), account);
    }
  }

  /** What comes of the state if time passes and nothing else happens. */
  private static String future(OpenQuestions state, long now) {
    StringBuilder told = new StringBuilder();
    JOIN.advance(
        state.copy(),
        now + 1000,
        new Nobody(),
        e -> told.append(e.kind()).append(e.target()).append('@').append(e.ts()).append(';'));
    return told.toString();
  }

  private static byte[] bytes(OpenQuestions state) throws IOException {
    BytesOutput out = new BytesOutput();
    CODEC.write(state, out);
    return java.util.Arrays.copyOf(out.array(), out.size());
  }

  private static final class Nobody implements LabelAccount {
    @Override
    public void count(String label, Fate fate) {}

    @Override
    public void given(io.atomstreams.operators.event.Example example, long delay) {}
  }

  private static List<String> stored() throws IOException {
    if (System.getProperty("atom.golden.write") != null) {
      Files.writeString(FILE, String.join("\n", lines()) + "\n");
    }
    return Files.readAllLines(FILE);
  }

  @Test
  void storedStatesAreReadAndHaveTheSameFuture() throws IOException {
    for (String line : stored()) {
      String[] parts = line.split(" ", -1);
      byte[] bytes = HexFormat.of().parseHex(parts[1]);
      BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
      OpenQuestions state = CODEC.read(in, 1);
      assertThat(in.available()).isZero();
      assertThat(future(state, 1000 + 10L * Integer.parseInt(parts[0]))).isEqualTo(parts[2]);
      assertThat(bytes(state)).isEqualTo(bytes);
    }
  }

  @Test
  void theGeneratorStillMakesTheFile() throws IOException {
    assertThat(lines()).isEqualTo(stored());
  }

  @Test
  void aCopySharesNothingThatChanges() throws IOException {
    OpenQuestions state = new OpenQuestions();
    for (int step = 0; step < 6; step++) {
      step(state, step, 1000 + 10L * step);
    }
    byte[] before = bytes(state);
    OpenQuestions copy = state.copy();
    JOIN.advance(copy, 5000, new Nobody(), example -> {});
    assertThat(copy.isEmpty()).isTrue();
    assertThat(bytes(state)).isEqualTo(before);
  }
}
