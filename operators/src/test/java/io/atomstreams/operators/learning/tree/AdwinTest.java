package io.atomstreams.operators.learning.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AdwinTest {

  private static final double DELTA = 0.002;

  /**
   * The paper's words one by one: buckets in a list, oldest first, every cut tried by its formula.
   */
  private static final class Slow {
    private record Bucket(long size, double sum, double squares) {}

    private final List<Bucket> buckets = new ArrayList<>();
    private final List<Double> block = new ArrayList<>();

    boolean add(double loss) {
      block.add(loss);
      if (block.size() < Adwin.BLOCK) {
        return false;
      }
      double sum = block.stream().mapToDouble(x -> x).sum();
      buckets.add(new Bucket(Adwin.BLOCK, sum, block.stream().mapToDouble(x -> x * x).sum()));
      block.clear();
      mergeFrom(Adwin.BLOCK);
      double before = mean();
      boolean cut = false;
      while (length() >= 2 * Adwin.BLOCK && hasCut()) {
        buckets.remove(0);
        cut = true;
      }
      return cut && mean() > before;
    }

    private void mergeFrom(long size) {
      List<Bucket> same = buckets.stream().filter(bucket -> bucket.size() == size).toList();
      if (same.size() > 5) {
        int at = buckets.indexOf(same.get(0));
        Bucket a = buckets.remove(at);
        Bucket b = buckets.remove(at);
        buckets.add(at, new Bucket(2 * size, a.sum() + b.sum(), a.squares() + b.squares()));
        mergeFrom(2 * size);
      }
    }

    private boolean hasCut() {
      double n = length();
      double squares = buckets.stream().mapToDouble(Bucket::squares).sum();
      double variance = squares / n - mean() * mean();
      for (int cut = 1; cut < buckets.size(); cut++) {
        double n0 = buckets.subList(0, cut).stream().mapToLong(Bucket::size).sum();
        double n1 = n - n0;
        double u0 = buckets.subList(0, cut).stream().mapToDouble(Bucket::sum).sum() / n0;
        double u1 =
            buckets.subList(cut, buckets.size()).stream().mapToDouble(Bucket::sum).sum() / n1;
        double m = 1 / (1 / n0 + 1 / n1);
        double log = Math.log(2 * Math.log(n) / DELTA);
        if (Math.abs(u0 - u1) > Math.sqrt(2 / m * variance * log) + 2 / (3 * m) * log) {
          return true;
        }
      }
      return false;
    }

    long length() {
      return buckets.stream().mapToLong(Bucket::size).sum();
    }

    double mean() {
      return buckets.stream().mapToDouble(Bucket::sum).sum() / length();
    }
  }

  @Property(tries = 40)
  void cutsWhereThePaperWould(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 9) int from,
      @ForAll @IntRange(min = 0, max = 9) int to) {
    CounterRandom random = new CounterRandom(seed);
    Adwin adwin = new Adwin();
    Slow slow = new Slow();
    for (int i = 0; i < 1500; i++) {
      double loss = random.nextInt(10) < (i < 700 ? from : to) ? 1 : 0;
      assertThat(adwin.add(loss, DELTA)).isEqualTo(slow.add(loss));
      assertThat(adwin.length()).isEqualTo(slow.length());
    }
  }

  @Test
  void noticesThatErrorsRiseAndForgetsTheTimeBefore() {
    CounterRandom random = new CounterRandom(3);
    Adwin adwin = new Adwin();
    int noticed = -1;
    for (int i = 0; i < 4000; i++) {
      boolean rises = adwin.add(random.nextDouble() < (i < 2000 ? 0.1 : 0.5) ? 1 : 0, DELTA);
      assertThat(rises && i < 2000).isFalse();
      noticed = rises && noticed < 0 ? i : noticed;
    }
    assertThat(noticed).isBetween(2000, 2150);
    assertThat(adwin.mean()).isCloseTo(0.5, within(0.05));
    assertThat(adwin.length()).isBetween(1800L, 2200L);
  }

  @Test
  void saysNothingWhenErrorsFall() {
    Adwin adwin = new Adwin();
    for (int i = 0; i < 2000; i++) {
      assertThat(adwin.add(i < 1000 ? i % 2 : 0, DELTA)).isFalse();
    }
    assertThat(adwin.length()).isLessThan(1500);
  }

  @Test
  void goesOnFromItsBytes() throws IOException {
    CounterRandom random = new CounterRandom(4);
    Adwin adwin = new Adwin();
    for (int i = 0; i < 1234; i++) {
      adwin.add(random.nextDouble(), DELTA);
    }
    BytesOutput out = new BytesOutput();
    adwin.write(out);
    Adwin read = Adwin.read(new BytesInput().open(out.array(), 0, out.size()));
    for (int i = 0; i < 500; i++) {
      double loss = Math.min(1, random.nextDouble() * 1.5);
      assertThat(read.add(loss, DELTA)).isEqualTo(adwin.add(loss, DELTA));
      assertThat(read.mean()).isEqualTo(adwin.mean());
    }
  }
}
