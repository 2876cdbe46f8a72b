package io.atomstreams.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution.Link;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.explain.LocalSurrogate.Explanation;
import io.atomstreams.model.explain.LocalSurrogate.Options;
import io.atomstreams.model.training.TinyNetworks;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalSurrogateTest {

  /** Deviations 2, 10 and 0: the last column is constant. */
  private static final Background BACKGROUND =
      new Background(
          TinyNetworks.features(3), List.of(List.of(-2f, -10f, 4f), List.of(2f, 10f, 4f)));

  private static Explanation explain(Model model, float... row) {
    return new LocalSurrogate(model, BACKGROUND, Options.defaults(7)).explain(row);
  }

  @Test
  void recoversTheCoefficientsOfALinearModel() {
    Explanation linear =
        explain(FormulaModel.value(3, x -> 3 * x[0] - 0.5 * x[1] + 9 * x[2] + 1), 1, 2, 4);

    assertThat(linear.coefficients().get(0)).isCloseTo(3, within(1e-4));
    assertThat(linear.coefficients().get(1)).isCloseTo(-0.5, within(1e-4));
    assertThat(linear.effects().get(0)).isCloseTo(6, within(1e-3));
    assertThat(linear.effects().get(1)).isCloseTo(-5, within(1e-3));
    assertThat(linear.intercept()).isCloseTo(39, within(1e-3));
    assertThat(linear.score()).isCloseTo(39, within(1e-5));
    assertThat(linear.fidelity()).isGreaterThan(0.9999);
    assertThat(linear.link()).isEqualTo(Link.IDENTITY);
  }

  @Test
  void recoversALogisticRegressionOnTheScaleOfItsLogit() {
    Explanation logistic =
        explain(FormulaModel.probability(3, x -> 0.5 * x[0] - 0.1 * x[1] - 1), 1, 2, 4);

    assertThat(logistic.coefficients().get(0)).isCloseTo(0.5, within(1e-4));
    assertThat(logistic.coefficients().get(1)).isCloseTo(-0.1, within(1e-4));
    assertThat(logistic.fidelity()).isGreaterThan(0.9999);
    assertThat(logistic.link()).isEqualTo(Link.LOGIT);
  }

  @Test
  void givesNothingToWhatDoesNotVaryOrIsMissing() {
    Model model =
        FormulaModel.value(3, x -> (Float.isNaN(x[0]) ? 7 : x[0]) + 0.5 * x[1] + 9 * x[2]);

    Explanation explanation = explain(model, Float.NaN, 2, 4);

    assertThat(explanation.coefficients().get(0)).isZero();
    assertThat(explanation.coefficients().get(1)).isCloseTo(0.5, within(1e-4));
    assertThat(explanation.coefficients().get(2)).isZero();
  }

  @Test
  void findsTheSlopeAtTheRowAndNotElsewhere() {
    Model bent = FormulaModel.value(3, x -> x[0] > 100 ? 5 * x[0] : -2 * x[0] + x[1]);

    assertThat(explain(bent, 0, 0, 4).coefficients().get(0)).isCloseTo(-2, within(1e-3));
    assertThat(explain(bent, 200, 0, 4).coefficients().get(0)).isCloseTo(5, within(1e-3));
  }

  @Test
  void saysThatItDoesNotFitARoughFunction() {
    Explanation rough =
        explain(FormulaModel.value(3, x -> Math.sin(9 * x[0]) * Math.cos(3 * x[1])), 1, 2, 4);

    assertThat(rough.fidelity()).isBetween(-0.01, 0.1);
  }

  @Test
  void answersTheSameTwiceAndOtherwiseWithAnotherSeed() {
    Model model = FormulaModel.value(3, x -> Math.exp(x[0]) + x[1] * x[1]);

    assertThat(explain(model, 1, 2, 4)).isEqualTo(explain(model, 1, 2, 4));
    assertThat(new LocalSurrogate(model, BACKGROUND, Options.defaults(8)).explain(row(1, 2, 4)))
        .isNotEqualTo(explain(model, 1, 2, 4));
  }

  private static float[] row(float... values) {
    return values;
  }

  @Test
  void callsTheModelInLargeBatches() {
    FormulaModel model = FormulaModel.value(3, x -> x[0]);
    explain(model, 1, 2, 4);

    assertThat(model.batches).containsExactly(480, 480, 1);
  }

  @Test
  void refusesWhatItCannotExplain() {
    Model model = FormulaModel.value(3, x -> x[0]);
    Background one = new Background(TinyNetworks.features(3), List.of(List.of(1f, 2f, 3f)));

    assertThatThrownBy(() -> new LocalSurrogate(model, one, Options.defaults(1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a background of two or more rows");
    assertThatThrownBy(() -> explain(model, 1, 2))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the row has 2 values, the model 3 features");
    assertThatThrownBy(() -> new Options(1, 9, 1, 1)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> new Options(1, 100, 0, 1)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> new Options(1, 100, 1, 0)).isInstanceOf(ModelException.class);
  }
}
