package io.atomstreams.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.drift.Detector.Signal;
import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairBetsTest {

  private static int alarms(FairBets bets, long seed, int length, double mean) {
    FairBets.Book book = bets.codec().create();
    CounterRandom random = new CounterRandom(seed);
    int alarms = 0;
    for (int i = 0; i < length; i++) {
      double error = random.nextDouble() < mean ? 1 : 0;
      alarms += bets.update(book, error) == Signal.DRIFT ? 1 : 0;
    }
    return alarms;
  }

  /** The formulas as they stand in the description, from all values kept, in plain powers. */
  private static int plainFirstAlarm(List<Double> values, double run) {
    double[] capital = new double[5];
    List<Double> seen = new ArrayList<>(List.of(0.0, 1.0));
    double stakedMean = 0.5;
    double stakedVariance = 0.25;
    long stakedAt = 2;
    for (int end = 8; end <= values.size(); end += 8) {
      double gain = 0;
      for (double value : values.subList(end - 8, end)) {
        gain += value - seen.stream().mapToDouble(x -> x).average().orElseThrow();
        seen.add(value);
      }
      double b = 1 - stakedMean;
      double q = stakedVariance / (stakedVariance + b * b);
      double sum = 0;
      for (int j = 0; j < 5; j++) {
        double stake = 0.02 * Math.pow(2, j) / Math.sqrt(stakedVariance);
        double fair = q * Math.exp(stake * b) + (1 - q) * Math.exp(-stake * stakedVariance / b);
        capital[j] = (8.0 / 5 + capital[j]) * Math.exp(stake * gain) / Math.pow(fair, 8);
        sum += capital[j];
      }
      if (sum >= run * Math.sqrt(Math.max(1, seen.size() / 1e4))) {
        return end;
      }
      if (seen.size() > stakedAt + stakedAt / 16) {
        stakedAt = seen.size();
        double mean = seen.stream().mapToDouble(x -> x).average().orElseThrow();
        stakedMean = mean;
        stakedVariance =
            seen.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow();
      }
    }
    return -1;
  }

  @Test
  void doesWhatItsDescriptionSays() {
    FairBets bets = new FairBets(FairBets.Options.DEFAULT);
    for (int seed = 0; seed < 6; seed++) {
      CounterRandom random = new CounterRandom(seed);
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < 2_400; i++) {
        double mean = i < 1_200 ? 0.15 : 0.35;
        boolean binary = seed % 2 == 0;
        double draw = random.nextDouble();
        values.add(binary ? (draw < mean ? 1.0 : 0.0) : mean * 2 * draw);
      }
      FairBets.Book book = bets.codec().create();
      int alarm = 0;
      while (alarm < values.size() && bets.update(book, values.get(alarm)) != Signal.DRIFT) {
        alarm++;
      }
      assertThat(alarm + 1).isEqualTo(plainFirstAlarm(values, 3e6)).isGreaterThan(1_200);
    }
  }

  /** The promise is a mean; ours for one chance at a time, reference estimated on the way. */
  @Test
  void theMeanRunBetweenFalseAlarmsIsAtLeastWhatWasAskedFor() {
    for (double mean : new double[] {0.02, 0.2, 0.5, 0.9}) {
      int length = 4_000_000;
      int alarms = alarms(new FairBets(new FairBets.Options(20_000, false)), 7, length, mean);
      assertThat(alarms).as("chance %s", mean).isBetween(1, length / 20_000);
    }
  }

  @Test
  void bothDirectionsShareTheRun() {
    int alarms = alarms(new FairBets(new FairBets.Options(20_000, true)), 7, 4_000_000, 0.2);
    assertThat(alarms).isBetween(1, 200);
  }

  @Test
  void aFallIsADriftOnlyIfItIsToMatterAndElseMovesTheReference() {
    for (boolean matters : new boolean[] {false, true}) {
      FairBets bets = new FairBets(new FairBets.Options(3e6, matters));
      FairBets.Book book = bets.codec().create();
      CounterRandom random = new CounterRandom(4);
      int alarms = 0;
      for (int i = 0; i < 6_000; i++) {
        double error = random.nextDouble() < (i < 4_000 ? 0.4 : 0.1) ? 1 : 0;
        alarms += bets.update(book, error) == Signal.DRIFT ? 1 : 0;
      }
      assertThat(alarms).isEqualTo(matters ? 1 : 0);
      assertThat(book.size()).isBetween(1_700L, 2_000L);
      assertThat(book.mean()).isCloseTo(0.1, within(0.03));
    }
  }

  @Test
  void warnsBeforeItAlarms() {
    FairBets bets = new FairBets(FairBets.Options.DEFAULT);
    FairBets.Book book = bets.codec().create();
    CounterRandom random = new CounterRandom(8);
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      signals.add(bets.update(book, random.nextDouble() < (i < 2_000 ? 0.2 : 0.4) ? 1 : 0));
    }
    int warning = signals.indexOf(Signal.WARNING);
    assertThat(warning).isBetween(2_000, signals.indexOf(Signal.DRIFT) - 8);
  }

  @Test
  void saysWhatIsWrongWithAnOption() {
    assertThatThrownBy(() -> Detectors.parse("fair-bets:run=1"))
        .hasMessage("fair-bets: option run is 1.0, must be between 100 and 1e15");
  }
}
