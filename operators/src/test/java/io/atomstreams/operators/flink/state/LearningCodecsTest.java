package io.atomstreams.operators.flink.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningCodecsTest {

  private static final SourcePosition SOURCE = new SourcePosition("t\ud800", 1, 1L << 50);

  private static <T> T again(StateCodec<T> codec, T value) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(value, out);
    BytesInput in = new BytesInput().open(out.array(), 0, out.size());
    T read = codec.read(in, codec.version());
    assertThat(in.available()).isZero();
    assertThat(StateCodecs.of(codec.id(), codec.layout())).hasSameClassAs(codec);
    return read;
  }

  @Test
  void examplesComeBackBitForBit() throws IOException {
    float odd = Float.intBitsToFloat(0x7fc0_1234);
    Example example =
        new Example(
            "id",
            "acme",
            "acme|\ud800",
            "churn",
            -0.0,
            -1,
            Example.Kind.RETRACTED,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            "list",
            new float[] {odd, -0f, Float.NEGATIVE_INFINITY},
            List.of(new Example.Score("s", "m@1", Prediction.Role.SHADOW, odd)),
            SOURCE,
            -7);
    Example read = again(new ExampleCodec(), example);
    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType(Float::equals, Float.class)
        .isEqualTo(example);
    assertThat(Float.floatToRawIntBits(read.vector()[0])).isEqualTo(0x7fc0_1234);
  }

  @Test
  void everyInputComesBack() throws IOException {
    LearningInputCodec codec = new LearningInputCodec();
    Feedback word =
        new Feedback(
            "acme", "acme|c", "fraud", Feedback.About.source(SOURCE), 0.1, -3, "desk", SOURCE, 5);
    DeadLetter letter = new DeadLetter("unreadable", "why", null, new byte[] {1}, SOURCE, 5);
    FeatureRecord features =
        new FeatureRecord(
            "acme",
            "e",
            "paid",
            4,
            FeatureRecord.Outcome.SCORED,
            List.of(),
            9,
            "list",
            new float[] {Float.NaN},
            SOURCE,
            5);
    for (LearningInput input : List.of(word, letter, features)) {
      assertThat(again(codec, input))
          .usingRecursiveComparison()
          .withEqualsForType(Float::equals, Float.class)
          .isEqualTo(input);
    }
    assertThat(List.of(word.home(), letter.home(), features.home()))
        .containsExactly("acme|c", SOURCE.spread(), SOURCE.spread());
  }

  @Test
  void bytesOfNoKindAreRefused() {
    BytesInput in = new BytesInput().open(new byte[] {9}, 0, 1);
    assertThatThrownBy(() -> new LearningInputCodec().read(in, 1))
        .hasMessage("no input of the learning job is of kind 9");
  }
}
