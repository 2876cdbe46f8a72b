package io.atomstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec.ElementType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelWordsTest {

  @Test
  void writesAReferenceAndReadsItBack() {
    ModelRef ref = new ModelRef("purchase_30d", 1);

    assertThat(ref).hasToString("purchase_30d@1");
    assertThat(ModelRef.parse("purchase_30d@1")).isEqualTo(ref);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "churn", "churn@0", "churn@x", "Churn@1", "@1", "../etc@1", "a@1@2"})
  void refusesWhatIsNoReference(String text) {
    assertThatThrownBy(() -> ModelRef.parse(text))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "'"
                + text
                + "' names no model version; write name@version, for example"
                + " purchase_30d@1");
  }

  @Test
  void refusesNamesThatAreNoDirectoryNames() {
    assertThatThrownBy(() -> new ModelRef("../x", 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'../x'");
    assertThatThrownBy(() -> new ModelRef("x", 0))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("version 0");
  }

  @Test
  void ordersVersionsAsNumbers() {
    assertThat(Stream.of("b@1", "a@10", "a@9").map(ModelRef::parse).sorted())
        .extracting(ModelRef::toString)
        .containsExactly("a@9", "a@10", "b@1");
  }

  @Test
  void neverChangesTheHashOfAFeatureList() {
    assertThat(FeatureListHash.of(List.of("orders_30d", "gap_mean"))).isEqualTo(HASH_OF_TWO);
    assertThat(FeatureListHash.of(List.of("gap_mean", "orders_30d"))).isNotEqualTo(HASH_OF_TWO);
    assertThat(FeatureListHash.of(List.of())).isEqualTo("e3b0c44298fc1c14");
  }

  /** {@code printf 'orders_30d\ngap_mean' | sha256sum | cut -c1-16}. */
  private static final String HASH_OF_TWO = "a83decc3d6515f70";

  @Test
  void statesOneInputAndOneOutput() {
    ModelSignature signature = ModelSignature.probability("in", "out", List.of("a", "b"));

    assertThat(signature.featureCount()).isEqualTo(2);
    assertThat(signature.inputs().get(0))
        .isEqualTo(new TensorSpec("in", ElementType.FLOAT32, List.of(-1L, 2L)));
    assertThat(signature.outputs().get(0).shape()).containsExactly(-1L);
    Score score = new Score("out", 0, Kind.PROBABILITY);
    assertThatThrownBy(() -> new ModelSignature(List.of(), List.of(), List.of("a"), score))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at least one input");
    assertThatThrownBy(() -> ModelSignature.probability("in", "out", List.of("a", "a")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("feature a is listed twice");
    assertThatThrownBy(() -> ModelSignature.probability("in", "out", List.of()))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void laysOutSeveralInputsAndOutputsOneAfterTheOther() {
    TensorSpec context = TensorSpec.floatRows("context", 2);
    TensorSpec steps = new TensorSpec("steps", ElementType.FLOAT32, List.of(-1L, 2L, 2L));
    TensorSpec classes = new TensorSpec("classes", ElementType.FLOAT32, List.of(-1L, 3L));
    List<String> features = List.of("a", "b", "c", "d", "e", "f");
    Score third = new Score("classes", 2, Kind.PROBABILITY);

    ModelSignature signature =
        new ModelSignature(
            List.of(context, steps),
            List.of(TensorSpec.floatPerRow("value"), classes),
            features,
            third);

    assertThat(signature.outputWidth()).isEqualTo(4);
    assertThat(signature.scoreColumn()).isEqualTo(3);
    assertThat(signature.resultNames())
        .containsExactly("value", "classes[0]", "classes[1]", "classes[2]");
    assertThatThrownBy(
            () -> new ModelSignature(List.of(context), List.of(classes), features, third))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("take 2 values a row, the feature list has 6");
    assertThatThrownBy(
            () ->
                new ModelSignature(
                    List.of(context, steps),
                    List.of(classes),
                    features,
                    new Score("classes", 3, Kind.PROBABILITY)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("column 3 of output classes, which has 3");
    assertThatThrownBy(
            () ->
                new ModelSignature(
                    List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(6L))),
                    List.of(classes),
                    features,
                    third))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("first axis must be free");
  }

  @Test
  void suggestsTheNearestNamesFirst() {
    List<String> known = List.of("tensorflow", "linear", "trees");

    assertThat(NearestNames.of("tensorfow", known)).containsExactly("tensorflow");
    assertThat(NearestNames.hint("linaer", known)).isEqualTo("did you mean linear?");
    assertThat(NearestNames.hint("zzzz", known)).isEqualTo("there are linear, tensorflow, trees");
    assertThat(NearestNames.hint("x", List.of())).isEqualTo("there are none");
  }
}
