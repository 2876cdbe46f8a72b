package io.atomstreams.model.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureBindingTest {

  private static final ModelRef REF = new ModelRef("purchase_30d", 1);

  @Test
  void picksTheModelsFeaturesInTheModelsOrder() {
    FeatureBinding binding =
        FeatureBinding.of(REF, List.of("gap", "orders"), List.of("orders", "new", "gap"));
    float[] batch = new float[4];

    binding.project(new float[] {-1, 1, 2, 3}, 1, batch, 2);

    assertThat(binding.projection()).containsExactly(2, 0);
    assertThat(batch).containsExactly(0, 0, 3, 1);
  }

  @Test
  void namesEveryFeatureThatIsNotServed() {
    assertThatThrownBy(
            () -> FeatureBinding.of(REF, List.of("a", "gap_mean", "b", "c"), List.of("b", "a")))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "model purchase_30d@1: the feature list has 4 features, 2 of them are served; missing:"
                + " gap_mean, c; serve them or train a version without them");
  }

  @Test
  void refusesAFeatureThatIsServedTwice() {
    assertThatThrownBy(() -> FeatureBinding.of(REF, List.of("a"), List.of("a", "a")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("feature a is served twice");
  }
}
