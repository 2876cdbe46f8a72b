package io.atomstreams.pipelines.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.state.CounterRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AccountTest {

  private static final Offset<Double> EXACT = within(1e-12);

  private static double[] says(int label) {
    return new double[] {label == 0 ? 0.8 : 0.2, label == 1 ? 0.8 : 0.2};
  }

  /** 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: the textbook table with κ = 0.4. */
  @Test
  void agreesWithTheTextbookAboutKappa() {
    Account account = new ClassAccount(2);
    int[][] counts = {{15, 10}, {5, 20}};
    for (int was = 0; was < 2; was++) {
      for (int said = 0; said < 2; said++) {
        for (int i = 0; i < counts[said][was]; i++) {
          account.add(says(said), was);
        }
      }
    }
    Scores scores = account.learner();
    assertThat(scores.of("accuracy")).isCloseTo(0.7, EXACT);
    assertThat(scores.of("kappa")).isCloseTo(0.4, EXACT);
    assertThat(scores.of("logLoss"))
        .isCloseTo(-(35 * Math.log(0.8) + 15 * Math.log(0.2)) / 50, EXACT);
  }

  @Test
  void comparesWithTheLatestKnownLabelAndTheMostFrequentOne() {
    Account account = new ClassAccount(3);
    int[] labels = {2, 2, 1, 1, 1, 1};
    for (int label : labels) {
      account.add(new double[] {0, 1, 0}, label);
      account.known(label);
    }
    // no change: -, 2, 2, 1, 1, 1 is right 4 times; majority: -, 2, 2, 2, 2 (tie), 1 twice
    assertThat(account.noChange().of("accuracy")).isCloseTo(4 / 6.0, EXACT);
    assertThat(account.average().of("accuracy")).isCloseTo(2 / 6.0, EXACT);
    assertThat(account.learner().of("kappaTemporal")).isCloseTo(0, EXACT);
    assertThat(account.noChange().of("kappaTemporal")).isCloseTo(0, EXACT);
    assertThat(account.learner().of("auc")).isNaN();
  }

  @Test
  void ranksAsPairsSay() {
    CounterRandom random = new CounterRandom(5);
    Account account = new ClassAccount(2);
    int rows = 3000;
    double[] scores = new double[rows];
    boolean[] positive = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      scores[i] = random.nextInt(40) / 40.0;
      positive[i] = random.nextDouble() < scores[i];
      account.add(new double[] {1 - scores[i], scores[i]}, positive[i] ? 1 : 0);
    }
    double above = 0;
    double pairs = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          above += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    assertThat(account.learner().of("auc")).isCloseTo(above / pairs, EXACT);
  }

  @Test
  void measuresDistancesOfNumbers() {
    Account account = new NumberAccount();
    double[] targets = {1, 3, 5};
    double[] said = {2, 3, 3};
    for (int i = 0; i < targets.length; i++) {
      account.add(new double[] {said[i]}, targets[i]);
      account.known(targets[i]);
    }
    Scores scores = account.learner();
    assertThat(scores.of("mae")).isCloseTo(1, EXACT);
    assertThat(scores.of("rmse")).isCloseTo(Math.sqrt(5 / 3.0), EXACT);
    assertThat(scores.of("r2")).isCloseTo(1 - 5 / 8.0, EXACT);
    assertThat(account.noChange().of("mae")).as("0, 1, 3").isCloseTo(5 / 3.0, EXACT);
    assertThat(account.average().of("mae")).as("0, 1, 2").isCloseTo(2, EXACT);
  }

  @Test
  void whatIsNotDefinedIsNoNumber() {
    Account account = new ClassAccount(2);
    account.known(0);
    account.add(says(0), 0);
    Scores scores = account.learner();
    assertThat(scores.of("kappa")).isNaN();
    assertThat(scores.of("kappaTemporal")).isNaN();
    assertThat(scores.of("auc")).isNaN();
    assertThat(scores.of("accuracy")).isEqualTo(1);
  }
}
