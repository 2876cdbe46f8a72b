package io.atomstreams.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.drift.Detector.Signal;
import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdwinTest {

  /** Cuts only where buckets end, as the histogram can, from all values kept: slow and plain. */
  private static final class Plain {

    private final double delta;
    private final List<List<Double>> buckets = new ArrayList<>();

    Plain(double delta) {
      this.delta = delta;
    }

    void add(double value) {
      buckets.add(new ArrayList<>(List.of(value)));
      for (int length = 1; ; length *= 2) {
        int last = length;
        List<List<Double>> same = buckets.stream().filter(b -> b.size() == last).toList();
        if (same.size() <= 5) {
          return;
        }
        int at = buckets.indexOf(same.get(0));
        buckets.get(at).addAll(buckets.remove(at + 1));
      }
    }

    boolean cut() {
      List<Double> all = buckets.stream().flatMap(List::stream).toList();
      int n = all.size();
      double mean = mean(all);
      double variance = all.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum() / n;
      double log = Math.log(2 * Math.log(n) / delta);
      int n0 = 0;
      for (List<Double> bucket : buckets) {
        n0 += bucket.size();
        if (n0 < 5 || n - n0 < 5) {
          continue;
        }
        double m = 1 / (1.0 / n0 + 1.0 / (n - n0));
        double limit = Math.sqrt(2 / m * variance * log) + 2 / (3 * m) * log;
        if (Math.abs(mean(all.subList(0, n0)) - mean(all.subList(n0, n))) >= limit) {
          buckets.remove(0);
          return true;
        }
      }
      return false;
    }

    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(x -> x).average().orElse(0);
    }
  }

  private static double loss(CounterRandom random, int i, boolean binary) {
    double mean = i % 1_500 < 700 ? 0.2 : 0.5;
    return binary ? (random.nextDouble() < mean ? 1 : 0) : mean * random.nextDouble();
  }

  @Test
  void doesWhatKeepingAllValuesDoes() {
    for (boolean binary : new boolean[] {true, false}) {
      Adwin adwin = new Adwin(Adwin.Options.DEFAULT);
      Adwin.Window window = adwin.codec().create();
      Plain plain = new Plain(0.002);
      CounterRandom random = new CounterRandom(5);
      int drifts = 0;
      for (int i = 1; i <= 4_000; i++) {
        double loss = loss(random, i, binary);
        plain.add(loss);
        boolean expected = i % 32 == 0 && plain.cut();
        while (expected && plain.cut()) {
          // until the window is of one piece
        }
        Signal signal = adwin.update(window, loss);
        assertThat(signal == Signal.DRIFT).as("value %d", i).isEqualTo(expected);
        List<Double> kept = plain.buckets.stream().flatMap(List::stream).toList();
        assertThat(window.size()).isEqualTo(kept.size());
        assertThat(window.mean()).isCloseTo(Plain.mean(kept), within(1e-12));
        drifts += expected ? 1 : 0;
      }
      assertThat(drifts).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void theWindowGrowsWhileNothingChangesAndForgetsWhatLiesBeforeAChange() {
    Adwin adwin = new Adwin(Adwin.Options.DEFAULT);
    Adwin.Window window = adwin.codec().create();
    CounterRandom random = new CounterRandom(1);
    for (int i = 0; i < 10_000; i++) {
      adwin.update(window, random.nextDouble() < 0.2 ? 1 : 0);
    }
    assertThat(window.size()).isEqualTo(10_000);
    for (int i = 0; i < 2_000; i++) {
      adwin.update(window, random.nextDouble() < 0.5 ? 1 : 0);
    }
    assertThat(window.size()).isBetween(1_800L, 2_200L);
    assertThat(window.mean()).isCloseTo(0.5, within(0.05));
  }

  @Test
  void aFallIsADriftOnlyIfItIsToMatter() {
    assertThat(alarmsOnAFall("adwin")).isPositive();
    assertThat(alarmsOnAFall("adwin:decreases=false")).isZero();
  }

  @SuppressWarnings("unchecked")
  private static int alarmsOnAFall(String text) {
    Detector<Adwin.Window> adwin = (Detector<Adwin.Window>) Detectors.parse(text);
    Adwin.Window window = adwin.codec().create();
    int alarms = 0;
    for (int i = 0; i < 2_000; i++) {
      double loss = i < 1_000 ? i % 2 : i % 10 == 0 ? 1 : 0;
      alarms += adwin.update(window, loss) == Signal.DRIFT ? 1 : 0;
    }
    return alarms;
  }

  @Test
  void saysWhatIsWrongWithAnOption() {
    assertThatThrownBy(() -> Detectors.parse("adwin:delta=2"))
        .hasMessage("adwin: option delta is 2.0, must be in (0, 1)");
  }
}
