package io.atomstreams.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.network.ForecastObjective;
import io.atomstreams.model.network.ForecastObjective.Cost;
import io.atomstreams.model.network.LevelScaling;
import io.atomstreams.model.network.QuantilesObjective;
import io.atomstreams.model.training.ForecastRun.Plan;
import io.atomstreams.model.training.TimeSplit.Period;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastRunTest {

  private static final long DAY = 86_400_000L;
  private static final ForecastWindow WINDOW = new ForecastWindow(14, 3, 7);
  private static final TrainingOptions OPTIONS = new TrainingOptions(5e-3f, 1e-5f, 5, 64, 25, 5, 7);

  @TempDir Path directory;

  /**
   * Weekly series of sizes from 1 to 10,000 whose level wanders: last week is not the best guess.
   */
  private static List<Series> shops() {
    List<Series> shops = new ArrayList<>();
    for (int shop = 0; shop < 12; shop++) {
      CounterRandom random = new CounterRandom(shop, 9);
      double size = Math.pow(10, shop % 5);
      long[] days = new long[200];
      float[] values = new float[200];
      double level = 1;
      for (int day = 0; day < 200; day++) {
        days[day] = day * DAY;
        level = 0.9 * level + 0.1 + 0.1 * (random.uniform(2L * day) - 0.5);
        double noise = 1 + 0.4 * (random.uniform(2L * day + 1) - 0.5);
        values[day] = (float) (size * level * (1 + 0.5 * Math.sin(day % 7)) * noise);
      }
      shops.add(new Series("shop-" + shop, days, values));
    }
    return shops;
  }

  private static Plan plan(String architecture) {
    return new Plan(
        architecture, new ForecastObjective(3, Cost.ABSOLUTE), 120 * DAY, 160 * DAY, OPTIONS);
  }

  @Test
  void beatsLastWeekOnTheLaterPeriodForSeriesOfAllSizes() {
    ForecastRun run =
        ForecastRun.run(WINDOW, new ForecastSet(WINDOW, shops()), plan("lstm"), epoch -> {});

    assertThat(run.accuracy().wape()).isLessThan(0.95 * run.naive().wape());
    assertThat(run.accuracy().values()).isEqualTo(run.naive().values()).isEqualTo(12 * 37 * 3);
    assertThat(run.naive().wape()).isBetween(0.05, 0.3);
  }

  @Test
  void exportsTheContractOfASequenceScorer() {
    Plan brief =
        new Plan(
            "lstm",
            new QuantilesObjective(3, List.of(0.1, 0.5, 0.9)),
            120 * DAY,
            160 * DAY,
            new TrainingOptions(5e-3f, 0, 5, 64, 2, 2, 7));
    ForecastRun run = ForecastRun.run(WINDOW, new ForecastSet(WINDOW, shops()), brief, epoch -> {});

    ModelSignature signature = run.trained().network().signature();

    assertThat(signature.inputs().get(0).shape()).containsExactly(-1L, 14L, 1L);
    assertThat(signature.features()).startsWith("value_lag_14").endsWith("value_lag_1").hasSize(14);
    assertThat(signature.outputs().get(0).name()).isEqualTo("forecast");
    assertThat(signature.outputs().get(0).shape()).containsExactly(-1L, 3L);
    assertThat(signature.outputs().get(1).shape()).containsExactly(-1L, 3L, 3L);
    assertThat(signature.score().kind()).isEqualTo(ModelSignature.Kind.VALUE);
    float[] rows = run.test().subset(new int[] {0, 9, 200}).rows();
    Map<String, double[]> once = SavedModelRun.of(run.trained().network(), directory, rows, 3);
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= 1000;
    }
    Map<String, double[]> larger = SavedModelRun.of(run.trained().network(), directory, rows, 3);
    for (int i = 0; i < 9; i++) {
      double forecast = once.get("forecast")[i];
      assertThat(larger.get("forecast")[i])
          .isCloseTo(1000 * forecast, within(1e-2 * Math.abs(forecast)));
    }
    double[] quantiles = once.get("quantiles");
    for (int row = 0; row < 3; row++) {
      for (int ahead = 0; ahead < 3; ahead++) {
        double median = quantiles[row * 9 + 3 + ahead];
        assertThat(quantiles[row * 9 + ahead]).isLessThanOrEqualTo(median);
        assertThat(quantiles[row * 9 + 6 + ahead]).isGreaterThanOrEqualTo(median);
        assertThat(once.get("forecast")[row * 3 + ahead]).isEqualTo(median);
      }
    }
  }

  @Test
  void neverShowsAPeriodWhatComesLater() {
    float[] values = new float[60];
    long[] days = new long[60];
    for (int day = 0; day < 60; day++) {
      values[day] = day;
      days[day] = day * DAY;
    }
    ForecastSet set = new ForecastSet(WINDOW, List.of(new Series("days", days, values)));

    Examples train = set.in(30 * DAY, 45 * DAY, Period.TRAIN);
    Examples validation = set.in(30 * DAY, 45 * DAY, Period.VALIDATION);
    Examples test = set.in(30 * DAY, 45 * DAY, Period.TEST);

    assertThat(train.row(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    assertThat(train.target(0)).containsExactly(14, 15, 16);
    assertThat(max(train.targets())).isEqualTo(30);
    assertThat(max(validation.targets())).isEqualTo(45);
    assertThat(validation.timestamp(0)).isEqualTo(30 * DAY);
    assertThat(test.timestamp(0)).isEqualTo(45 * DAY);
    assertThat(max(test.targets())).isEqualTo(59);
    assertThat(set.count()).isEqualTo(60 - 14 - 3 + 1);
  }

  private static float max(float[] values) {
    float most = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  @Test
  void leavesOutWhatIsMissing() {
    float[] values = new float[20];
    long[] days = new long[20];
    for (int day = 0; day < 20; day++) {
      values[day] = day == 15 ? Float.NaN : day;
      days[day] = day * DAY;
    }

    // of the four origins 13 … 16 those before day 15 would be judged by it
    assertThat(new ForecastSet(WINDOW, List.of(new Series("gap", days, values))).count())
        .isEqualTo(2);
    assertThatThrownBy(
            () -> new ForecastSet(WINDOW, List.of(new Series("short", new long[1], new float[1]))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("none of 1 series has 14 steps of values followed by 3");
    assertThatThrownBy(() -> new Series("late", new long[] {5, 5}, new float[2]))
        .hasMessageContaining("series late: step 1 is at 5, not after the one before");
  }

  @Test
  void repeatsTheLastSeasonAsTheNaiveForecast() {
    float[] window = {0, 1, 2, 3, 4, 5, 6, 10, 11, Float.NaN, 13, 14, 15, 16};

    assertThat(WINDOW.seasonalNaive(window)).containsExactly(10, 11, 16);
    assertThat(new ForecastWindow(14, 9, 7).seasonalNaive(window))
        .containsExactly(10, 11, 16, 13, 14, 15, 16, 10, 11);
  }

  @Test
  void measuresByHand() {
    ForecastAccuracy accuracy = ForecastAccuracy.of(new double[] {1, 2, 5}, new float[] {2, -2, 4});

    assertThat(accuracy.wape()).isEqualTo(6.0 / 8);
    assertThat(accuracy.mae()).isEqualTo(2);
    assertThat(accuracy.bias()).isEqualTo(4.0 / 8);
  }

  @Test
  void putsAWindowOnItsLevelAndBack() {
    LevelScaling scaling = new LevelScaling(4, 1);
    float[] window = {2, Float.NaN, 4, 6};

    assertThat(scaling.before(window)).containsExactly(-0.5f, 0, 0, 0.5f);
    assertThat(scaling.target(window, new float[] {8})).containsExactly(1);
    assertThat(scaling.before(new float[4])).containsExactly(0, 0, 0, 0);
  }
}
